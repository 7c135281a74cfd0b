import type { Random } from '../../../core/random.ts';

/** Vocabulary of names, places and goods. Own lists: a library's lists change with its version, and this set is frozen. */
export type Locale = 'en-US' | 'en-GB' | 'de-DE' | 'fr-FR' | 'es-ES';

export const LOCALES: readonly Locale[] = ['en-US', 'en-GB', 'de-DE', 'fr-FR', 'es-ES'];

const list = (text: string): readonly string[] => text.split('|');

const SYLLABLES = list(
  'al|ber|cor|den|el|fir|gra|hol|in|jor|kel|lum|mar|nor|ost|pel|quin|ros|sil|tor|ul|ven|wes|xan|yar|zel|bri|cla|dra|fen|gil|har|ker|lor|mon|nel|par|rin|san|tel|vor|win|bau|stei|mül|gar|ré|lac|vil|pon|tal|ser|lan|mir|cas|do|bel|ran|nova|ter|mex|opt|vis|dex|kon',
);

interface Vocabulary {
  readonly legalForms: readonly string[];
  readonly trades: readonly string[];
  readonly surnames: readonly string[];
  readonly firstNames: readonly string[];
  readonly cities: readonly string[];
  readonly goods: readonly string[];
  readonly country: string;
}

export const VOCABULARY: Record<Locale, Vocabulary> = {
  'en-US': {
    legalForms: list('LLC|Inc.|Corp.|Co.|Group|LP|Partners|Holdings'),
    trades: list(
      'Supplies|Logistics|Systems|Consulting|Foods|Electric|Plumbing|Print|Media|Steel|Software|Farms|Travel|Design|Motors|Paper|Glass|Hardware|Dental|Roofing|Catering',
    ),
    surnames: list(
      'Miller|Johnson|Parker|Reed|Hayes|Brooks|Carter|Foster|Jenkins|Sullivan|Bryant|Coleman|Griffin|Hunter|Wallace',
    ),
    firstNames: list('Ann|Brian|Carla|David|Emily|Frank|Grace|Henry|Irene|Jack|Karen|Luke|Megan|Nathan|Olivia'),
    cities: list(
      'Austin, TX|Denver, CO|Portland, OR|Columbus, OH|Tampa, FL|Boise, ID|Albany, NY|Fresno, CA|Tulsa, OK|Madison, WI|Reno, NV|Salem, OR',
    ),
    goods: list(
      'Widget|Steel bracket|Paper ream|Consulting hours|Cable 3m|Toner|Office chair|Monitor arm|License seat|Steel rod|Desk lamp|Gloves|Pallet|Service fee|Repair labor|Catering|Hosting plan|Air filter|Valve|Paint 5L|Hinge|Battery|USB hub|Site visit|Training day',
    ),
    country: 'USA',
  },
  'en-GB': {
    legalForms: list('Ltd|PLC|LLP|Limited|& Sons|Group|& Co|Trading'),
    trades: list(
      'Supplies|Haulage|Systems|Consulting|Foods|Electrical|Plumbing|Print|Media|Textiles|Steel|Software|Farms|Travel|Design|Motors|Stationery|Glass|Joinery|Scaffolding|Lettings',
    ),
    surnames: list('Smith|Hughes|Clarke|Wright|Shaw|Barker|Holt|Pearce|Bennett|Walsh|Hobbs|Marsh|Fletcher|Doyle|Ashby'),
    firstNames: list('Alice|Ben|Chloe|Daniel|Ellie|Fergus|Gemma|Harry|Isla|James|Kate|Liam|Moira|Neil|Poppy'),
    cities: list(
      'Leeds LS1 4DY|Bristol BS1 5TR|York YO1 7HH|Cardiff CF10 1EP|Bath BA1 2QH|Derby DE1 3AF|Exeter EX1 1GE|London EC2A 4NE|Hull HU1 2AA|Perth PH1 5EN',
    ),
    goods: list(
      'Widget|Bracket|Paper ream|Consultancy hours|Cable 3m|Toner|Office chair|Monitor arm|Licence seat|Copper pipe|Lamp|Gloves|Pallet|Service fee|Repair labour|Catering|Hosting plan|Filter|Valve|Paint 5L|Hinge|Battery|Site survey|Tyres|Skip hire',
    ),
    country: 'United Kingdom',
  },
  'de-DE': {
    legalForms: list('GmbH|AG|KG|GmbH & Co. KG|e.K.|OHG|UG|SE'),
    trades: list(
      'Technik|Logistik|Systeme|Beratung|Bau|Elektro|Druck|Medien|Stahl|Software|Reisen|Design|Motoren|Papier|Glas|Handel|Maschinenbau|Sanitär|Möbel|Gebäudereinigung',
    ),
    surnames: list(
      'Müller|Schmidt|Weber|Fischer|Becker|Hoffmann|Schäfer|Koch|Bauer|Richter|Klein|Wolf|Schröder|Neumann|Krüger',
    ),
    firstNames: list('Anna|Bernd|Clara|Dieter|Eva|Frank|Greta|Heinz|Ines|Jürgen|Karin|Lukas|Maria|Nils|Petra'),
    cities: list(
      '10115 Berlin|80331 München|20095 Hamburg|50667 Köln|70173 Stuttgart|04109 Leipzig|01067 Dresden|28195 Bremen|90402 Nürnberg|30159 Hannover|45127 Essen',
    ),
    goods: list(
      'Halterung|Papier A4|Beratungsstunden|Kabel 3m|Toner|Bürostuhl|Monitorarm|Lizenz|Stahlrohr|Schreibtischlampe|Handschuhe|Palette|Servicepauschale|Reparatur|Catering|Hosting|Filter|Ventil|Farbe 5L|Scharnier|Akku|Anfahrt|Schulung|Dichtung|Montage',
    ),
    country: 'Deutschland',
  },
  'fr-FR': {
    legalForms: list('SARL|SAS|SA|EURL|SNC|SASU|& Fils|SCOP'),
    trades: list(
      'Fournitures|Logistique|Systèmes|Conseil|Alimentation|Électricité|Plomberie|Imprimerie|Médias|Textiles|Acier|Logiciels|Voyages|Création|Moteurs|Papeterie|Verre|Bâtiment|Traiteur|Services',
    ),
    surnames: list(
      'Martin|Bernard|Dubois|Laurent|Moreau|Girard|Lefèvre|Mercier|Garnier|Faure|Rousseau|Blanc|Chevalier|Perrin|Renard',
    ),
    firstNames: list('Alice|Bruno|Claire|Denis|Élise|Fabien|Gaëlle|Hugo|Inès|Julien|Karine|Louis|Manon|Noël|Pauline'),
    cities: list(
      '75002 Paris|69003 Lyon|13001 Marseille|31000 Toulouse|44000 Nantes|67000 Strasbourg|33000 Bordeaux|59000 Lille|35000 Rennes|06000 Nice',
    ),
    goods: list(
      'Support mural|Ramette A4|Heures de conseil|Câble 3m|Toner|Chaise de bureau|Bras écran|Licence|Tube acier|Lampe|Gants|Palette|Forfait service|Réparation|Traiteur|Hébergement|Filtre|Vanne|Peinture 5L|Charnière|Batterie|Déplacement|Formation|Joint|Pose',
    ),
    country: 'France',
  },
  'es-ES': {
    legalForms: list('S.L.|S.A.|S.L.U.|S.Coop.|y Cía.|Hermanos|S.C.|S.A.U.'),
    trades: list(
      'Suministros|Logística|Sistemas|Consultoría|Alimentación|Electricidad|Fontanería|Imprenta|Medios|Textiles|Aceros|Software|Viajes|Diseño|Motores|Papelería|Cristal|Obras|Muebles|Servicios',
    ),
    surnames: list(
      'García|Martínez|López|Sánchez|Pérez|Gómez|Ruiz|Díaz|Moreno|Álvarez|Romero|Navarro|Torres|Vega|Castro',
    ),
    firstNames: list('Ana|Bruno|Carmen|Diego|Elena|Felipe|Gloria|Hugo|Inés|Javier|Laura|Manuel|Nuria|Óscar|Pilar'),
    cities: list(
      '28013 Madrid|08002 Barcelona|41001 Sevilla|46002 Valencia|48001 Bilbao|29005 Málaga|50001 Zaragoza|15001 A Coruña|18001 Granada|30001 Murcia',
    ),
    goods: list(
      'Soporte|Papel A4|Horas de consultoría|Cable 3m|Tóner|Silla de oficina|Brazo monitor|Licencia|Tubo de acero|Lámpara|Guantes|Palé|Cuota de servicio|Reparación|Catering|Alojamiento web|Filtro|Válvula|Pintura 5L|Bisagra|Batería|Desplazamiento|Formación|Junta|Montaje',
    ),
    country: 'España',
  },
};

/** A company name: invented syllables or a surname, then perhaps a trade, then mostly a legal form. */
export function makeCompanyName(random: Random, locale: Locale): string {
  const words = VOCABULARY[locale];
  const invented = (): string => {
    const syllables = Array.from({ length: random.integer(2, 3) }, () => random.pick(SYLLABLES)).join('');
    return syllables.charAt(0).toUpperCase() + syllables.slice(1);
  };
  let name = random.chance(0.7) ? invented() : random.pick(words.surnames);
  if (random.chance(0.25)) name += ` & ${random.chance(0.5) ? invented() : random.pick(words.surnames)}`;
  if (random.chance(0.55)) name += ` ${random.pick(words.trades)}`;
  if (random.chance(0.9)) name += ` ${random.pick(words.legalForms)}`;
  return name;
}

/** A street line in the habit of the locale. */
export function makeStreet(random: Random, locale: Locale): string {
  const number = random.integer(1, 240);
  const core = random.pick(SYLLABLES) + random.pick(SYLLABLES);
  const name = core.charAt(0).toUpperCase() + core.slice(1);
  switch (locale) {
    case 'en-US':
      return `${random.integer(100, 9899)} ${name} ${random.pick(['St', 'Ave', 'Blvd', 'Rd', 'Drive', 'Way'])}`;
    case 'en-GB':
      return `${number} ${name} ${random.pick(['Street', 'Road', 'Lane', 'Way', 'Close'])}`;
    case 'de-DE':
      return random.chance(0.6)
        ? `${name}straße ${number}`
        : `${name} ${random.pick(['Weg', 'Allee', 'Platz', 'Ring'])} ${number}`;
    case 'fr-FR':
      return `${number} ${random.pick(['rue', 'avenue', 'boulevard', 'place'])} ${random.pick(['de', 'du', 'des'])} ${name}`;
    case 'es-ES':
      return `${random.pick(['Calle', 'Avda.', 'Plaza', 'C/'])} ${name}, ${number}`;
  }
}

/** Postcode and city as the locale writes them. */
export function makeCity(random: Random, locale: Locale): string {
  const city = random.pick(VOCABULARY[locale].cities);
  return locale === 'en-US' ? `${city} ${random.integer(10_000, 99_899)}` : city;
}

/** A person's name. */
export function makePerson(random: Random, locale: Locale): string {
  return `${random.pick(VOCABULARY[locale].firstNames)} ${random.pick(VOCABULARY[locale].surnames)}`;
}

/** A lower-case word fit for an e-mail address or a web site. */
export function makeDomain(random: Random): string {
  const word = random.pick(SYLLABLES) + random.pick(SYLLABLES);
  return word.normalize('NFD').replace(/[^a-z]/g, '');
}
