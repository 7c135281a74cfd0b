import { VOCABULARY } from '../v1/words.ts';
import type { LocaleV2 } from './regions.ts';

/** Words that names, places and goods of one locale are made of. */
export interface Words {
  legalForms: readonly string[];
  trades: readonly string[];
  surnames: readonly string[];
  /** Postcode and city, separated by `|`. */
  cities: readonly (readonly [postcode: string, city: string])[];
  /** `%` stands for the street's name, `#` for the number. */
  streets: readonly string[];
  streetNames: readonly string[];
  goods: readonly string[];
}

const list = (text: string): readonly string[] => text.split('|');
const places = (text: string): Words['cities'] =>
  text.split('|').map((place) => {
    const [, postcode = '', city = ''] = /^(\S*\d\S*(?: \d\w\w| \d\d)?) (.+)$/.exec(place) ?? [];
    return [postcode, city];
  });

/** The words of version 1 with streets, in the shape of this version. British and American postcodes follow the city. */
function fromVersion1(
  locale: keyof typeof VOCABULARY,
  streets: string,
  streetNames: string,
  more: string,
  cities?: Words['cities'],
): Words {
  const { legalForms, trades, surnames, goods, cities: known } = VOCABULARY[locale];
  return {
    legalForms,
    trades,
    surnames,
    cities: cities ?? places(known.join('|')),
    streets: list(streets),
    streetNames: list(streetNames),
    goods: [...goods, ...list(more)],
  };
}

const german = fromVersion1(
  'de-DE',
  '%straße #|%straße #|%weg #|%allee #|Am %platz #|%gasse #',
  'Garten|Linden|Bahnhof|Schiller|Goethe|Mozart|Industrie|Kirch|Ring|Berg|Hafen|Markt|Rosen|Birken|Mühlen|Schul|Wald|Eichen',
  'Kugelschreiber blau|Sechskantschraube M8|Reinigungsmittel 5 l|Kaffeebohnen 1 kg|Wartungsvertrag|Projektleitung|Softwarepflege|Schutzbrille|Kopierpapier 80 g|Bohrhammer|Zementsack 25 kg|Arbeitsstunde Monteur|Entsorgung Bauschutt|Büromöbel Regal|LED-Strahler|Versandkarton|Klebeband|Druckerpatrone schwarz|Übersetzung|Gutachten',
);

const BRITISH = places(
  'LS1 4DY Leeds|BS1 5TR Bristol|YO1 7HH York|CF10 1EP Cardiff|BA1 2QH Bath|DE1 3AF Derby|EX1 1GE Exeter|EC2A 4NE London|HU1 2AA Hull|PH1 5EN Perth|M1 3HU Manchester|OX1 2JD Oxford',
);
const AMERICAN: Words['cities'] = list(
  'TX 787## Austin|CO 802## Denver|OR 972## Portland|OH 432## Columbus|FL 336## Tampa|ID 837## Boise|NY 122## Albany|CA 937## Fresno|OK 741## Tulsa|WI 537## Madison|NV 895## Reno|WA 981## Seattle',
).map((place) => [place.slice(0, 8), place.slice(9)] as const);

export const WORDS: Readonly<Record<LocaleV2, Words>> = {
  'en-US': fromVersion1(
    'en-US',
    '# % St|# % Ave|# % Blvd|# % Rd|# % Drive, Suite 2##|# W % St',
    'Maple|Oak|Cedar|Lincoln|Washington|Main|Lake|Hill|Sunset|Jefferson|Elm|Park|River|Franklin|Pine|Harbor|Union|Spring',
    'Copy paper letter, case|Safety glasses|Drywall sheet 4x8|Concrete mix 80 lb|Monthly bookkeeping|Network switch 24-port|Lawn service|Forklift rental|HVAC inspection|Coffee beans 5 lb|Nitrile gloves, box|Trade show booth|Freight audit|Whiteboard 48 in|Ceiling fan|Data recovery|Legal review|Water cooler rental|Welding rod|Label printer',
    AMERICAN,
  ),
  'en-GB': fromVersion1(
    'en-GB',
    '# % Street|# % Road|# % Lane|# % Close|Unit #, % Business Park|# % Way',
    'Station|Church|Victoria|Mill|Queen|Albert|Abbey|Bridge|Castle|Green|Manor|Orchard|Priory|Windmill|York|Chapel|Kingsway|Meadow',
    'A4 paper, 5 reams|Hi-vis jacket|Plasterboard 12.5 mm|Boiler service|Waste collection|Printed leaflets A5|Van hire per day|Window cleaning|Fire extinguisher|Accountancy services|Broadband line rental|Timber batten|Tea bags, case|Crane hire|Data entry|Roof tiles|Pat testing|Ink cartridge|Copywriting|Bookkeeping, monthly',
    BRITISH,
  ),
  'en-IN': {
    legalForms: list('Pvt. Ltd.|Private Limited|Ltd.|LLP|& Sons|Enterprises|& Co.|Industries'),
    trades: list(
      'Traders|Textiles|Steels|Infotech|Electricals|Pharma|Polymers|Agro|Logistics|Engineering|Exports|Packaging|Foods|Chemicals|Hardware|Plastics|Motors|Jewellers|Printers|Solar',
    ),
    surnames: list(
      'Sharma|Patel|Gupta|Iyer|Reddy|Mehta|Singh|Kapoor|Nair|Joshi|Desai|Rao|Banerjee|Chopra|Verma|Shah|Kulkarni|Pillai|Bose|Malhotra',
    ),
    cities: places(
      '400001 Mumbai|110001 New Delhi|560001 Bengaluru|600002 Chennai|500081 Hyderabad|411005 Pune|700016 Kolkata|380009 Ahmedabad|302001 Jaipur|682016 Kochi|226001 Lucknow|395003 Surat',
    ),
    streets: list(
      '#, % Road|Plot No. #, % Industrial Area|#/A, % Nagar|Shop #, % Market|#, % Marg|#, 2nd Floor, % Complex',
    ),
    streetNames: list(
      'Mahatma Gandhi|Nehru|Shivaji|Tilak|Station|Lajpat|Ashok|Gandhi|Patel|Rajaji|Ambedkar|Link|Park|Temple|Residency|Brigade',
    ),
    goods: list(
      'Cotton fabric roll|LED bulb 9 W|Copper wire 2.5 sqmm|Basmati rice 25 kg|Software development|Annual maintenance contract|Packing boxes|Ceiling fan 1200 mm|MS pipe 2 inch|Steel rod 12 mm|Consultancy charges|Mobile cover|PVC pipe|Cement bag 50 kg|Solar panel 330 W|Turmeric powder|Freight inward|Office chair|Printing charges|Generator hire|Paracetamol strips|Ball bearing 6204|Tyre tube|Web hosting|Manpower supply|Plywood 18 mm|Silk saree|Water purifier|Security services|Battery 150 Ah',
    ),
  },
  'de-DE': german,
  'de-CH': {
    ...german,
    legalForms: list('AG|GmbH|AG|& Co. KG|Genossenschaft|KlG|Sàrl|& Partner'),
    surnames: list(
      'Meier|Keller|Huber|Gerber|Baumann|Zürcher|Ammann|Frei|Brunner|Steiner|Widmer|Lüthi|Aebi|Wyss|Hofer|Graf|Roth|Suter|Bühler|Egli',
    ),
    cities: places(
      '8001 Zürich|3011 Bern|4051 Basel|6003 Luzern|9000 St. Gallen|8400 Winterthur|5000 Aarau|6300 Zug|7000 Chur|2502 Biel|3600 Thun|4500 Solothurn',
    ),
    streets: list('%strasse #|%strasse #|%weg #|%gasse #|%platz #|Im %hof #'),
  },
  'fr-FR': fromVersion1(
    'fr-FR',
    '#, rue %|# rue %|#, avenue %|#, boulevard %|#, place %|# bis, chemin %',
    'de la République|Victor Hugo|Jean Jaurès|des Lilas|du Moulin|Pasteur|de la Gare|des Écoles|Voltaire|du Port|Gambetta|de Verdun|des Acacias|Molière|du Général Leclerc|de la Paix',
    'Papier A4 80 g|Cartouche d’encre noire|Maintenance annuelle|Prestation de nettoyage|Café en grains 1 kg|Visserie inox|Développement logiciel|Location de nacelle|Sac de ciment 35 kg|Étude technique|Gants de protection|Transport de marchandises|Abonnement mensuel|Plaque de plâtre|Impression flyers|Tableau blanc|Audit de sécurité|Bouteilles d’eau|Traduction|Projecteur LED',
  ),
  'es-ES': fromVersion1(
    'es-ES',
    'Calle %, #|C/ %, #|Avda. %, #|Plaza %, #|Paseo %, #|Pol. Ind. %, nave #',
    'Mayor|de la Constitución|San Juan|Cervantes|del Carmen|Real|Nueva|de Alcalá|del Prado|Goya|Colón|de la Paz|Las Eras|Santa Ana|del Sol|Velázquez',
    'Papel A4 80 g|Cartucho de tinta negro|Mantenimiento anual|Servicio de limpieza|Café en grano 1 kg|Tornillería inox|Desarrollo web|Alquiler de andamio|Saco de cemento 25 kg|Informe técnico|Gafas de protección|Transporte de mercancía|Cuota mensual|Placa de yeso|Folletos A5|Pizarra blanca|Auditoría|Agua mineral, caja|Traducción|Foco LED',
  ),
  'it-IT': {
    legalForms: list('S.r.l.|S.p.A.|S.n.c.|S.a.s.|S.r.l.s.|& Figli|Soc. Coop.|& C.'),
    trades: list(
      'Forniture|Logistica|Sistemi|Consulenza|Alimentari|Impianti|Grafica|Tessuti|Acciai|Software|Viaggi|Design|Motori|Carta|Vetro|Edilizia|Arredamenti|Servizi|Meccanica|Ceramiche',
    ),
    surnames: list(
      'Rossi|Bianchi|Ferrari|Esposito|Romano|Colombo|Ricci|Marino|Greco|Bruno|Gallo|Conti|Costa|Giordano|Mancini|Rizzo|Lombardi|Moretti|Barbieri|Fontana',
    ),
    cities: places(
      '20121 Milano|00184 Roma|10121 Torino|40121 Bologna|50122 Firenze|80133 Napoli|16121 Genova|37121 Verona|35121 Padova|25121 Brescia|90133 Palermo|34121 Trieste',
    ),
    streets: list('Via %, #|Via % #|Viale %, #|Piazza %, #|Corso %, #|Largo %, #'),
    streetNames: list(
      'Roma|Garibaldi|Mazzini|Dante|Verdi|Cavour|Marconi|della Libertà|XX Settembre|Manzoni|Leopardi|Galilei|dei Mille|Matteotti|Volta|San Marco',
    ),
    goods: list(
      'Carta A4|Toner nero|Ore di consulenza|Sedia ufficio|Lampada da tavolo|Guanti monouso|Cavo 3 m|Licenza software|Tubo acciaio|Filtro aria|Valvola|Vernice 5 l|Cerniera|Batteria|Trasferta|Formazione|Guarnizione|Montaggio|Pallet|Canone di servizio|Riparazione|Piastrelle 30x60|Caffè in grani 1 kg|Cemento 25 kg|Manutenzione annua|Pulizia uffici|Stampa volantini|Noleggio furgone|Traduzione|Faretto LED',
    ),
  },
  'nl-NL': {
    legalForms: list('B.V.|BV|N.V.|V.O.F.|& Zn.|Holding B.V.|C.V.|Groep'),
    trades: list(
      'Techniek|Logistiek|Systemen|Advies|Bouw|Elektro|Drukwerk|Media|Staal|Software|Reizen|Design|Motoren|Papier|Glas|Handel|Installaties|Transport|Catering|Schoonmaak',
    ),
    surnames: list(
      'de Vries|Jansen|van Dijk|Bakker|Visser|Smit|Meijer|de Boer|Mulder|Bos|Vos|Peters|Hendriks|van Leeuwen|Dekker|Brouwer|de Wit|Dijkstra|Kok|Vermeer',
    ),
    cities: places(
      '1012AB Amsterdam|3011CD Rotterdam|2511EK Den Haag|3511LN Utrecht|5611GH Eindhoven|9711JK Groningen|6811MP Arnhem|7511RS Enschede|5038TV Tilburg|8011WX Zwolle|2312ZB Leiden|4811PC Breda',
    ),
    streets: list('%straat #|%straat #|%weg #|%laan #|%plein #|%kade #'),
    streetNames: list(
      'Kerk|Dorps|School|Molen|Stations|Haven|Beatrix|Juliana|Wilhelmina|Linden|Eiken|Industrie|Markt|Nieuw|Oranje|Prins Hendrik',
    ),
    goods: list(
      'Papier A4|Toner zwart|Adviesuren|Bureaustoel|Monitorarm|Handschoenen|Kabel 3 m|Licentie|Stalen buis|Luchtfilter|Klep|Verf 5 l|Scharnier|Accu|Voorrijkosten|Training|Pakking|Montage|Pallet|Servicekosten|Reparatie|Vloertegels|Koffiebonen 1 kg|Cement 25 kg|Jaarlijks onderhoud|Schoonmaak kantoor|Drukwerk flyers|Huur bestelbus|Vertaling|LED-spot',
    ),
  },
  'pl-PL': {
    legalForms: list('Sp. z o.o.|S.A.|sp.j.|Sp. z o.o. Sp.k.|s.c.|i Synowie|P.P.H.U.|sp.k.'),
    trades: list(
      'Technika|Logistyka|Systemy|Doradztwo|Budowa|Elektro|Druk|Media|Stal|Oprogramowanie|Podróże|Meble|Silniki|Papier|Szkło|Handel|Instalacje|Transport|Usługi|Żywność',
    ),
    surnames: list(
      'Kowalski|Nowak|Wiśniewski|Wójcik|Kamiński|Lewandowski|Zieliński|Szymański|Woźniak|Dąbrowski|Kozłowski|Mazur|Jankowski|Krawczyk|Piotrowski|Grabowski|Pawłowski|Michalski|Król|Wróbel',
    ),
    cities: places(
      '00-001 Warszawa|31-011 Kraków|80-001 Gdańsk|50-101 Wrocław|61-701 Poznań|90-001 Łódź|40-001 Katowice|20-002 Lublin|15-001 Białystok|70-001 Szczecin|85-001 Bydgoszcz|35-001 Rzeszów',
    ),
    streets: list('ul. % #|ul. % #|al. % #|pl. % #|ul. % #/2|os. % #'),
    streetNames: list(
      'Długa|Kwiatowa|Polna|Leśna|Mickiewicza|Słowackiego|Kościuszki|Ogrodowa|Szkolna|Lipowa|Piłsudskiego|Przemysłowa|Zielona|Krótka|Wolności|Żeromskiego',
    ),
    goods: list(
      'Papier A4|Toner czarny|Godziny doradztwa|Krzesło biurowe|Lampa biurkowa|Rękawice robocze|Kabel 3 m|Licencja|Rura stalowa|Filtr powietrza|Zawór|Farba 5 l|Zawias|Akumulator|Dojazd|Szkolenie|Uszczelka|Montaż|Paleta|Opłata serwisowa|Naprawa|Płytki ceramiczne|Kawa ziarnista 1 kg|Cement 25 kg|Przegląd roczny|Sprzątanie biura|Druk ulotek|Wynajem samochodu|Tłumaczenie|Reflektor LED',
    ),
  },
  'sv-SE': {
    legalForms: list('AB|Aktiebolag|HB|KB|& Söner AB|Ek. för.|Gruppen AB|Sverige AB'),
    trades: list(
      'Teknik|Logistik|System|Konsult|Bygg|El|Tryck|Media|Stål|Programvara|Resor|Design|Motor|Papper|Glas|Handel|Installation|Transport|Livsmedel|Städ',
    ),
    surnames: list(
      'Andersson|Johansson|Karlsson|Nilsson|Eriksson|Larsson|Olsson|Persson|Svensson|Gustafsson|Pettersson|Jonsson|Lindberg|Lindström|Lindqvist|Berg|Sjöberg|Öberg|Åkesson|Holm',
    ),
    cities: places(
      '11122 Stockholm|41103 Göteborg|21120 Malmö|75310 Uppsala|58222 Linköping|70210 Örebro|25220 Helsingborg|90326 Umeå|60221 Norrköping|55315 Jönköping|35230 Växjö|85230 Sundsvall',
    ),
    streets: list('%gatan #|%gatan #|%vägen #|%allén #|%torget #|%stigen #'),
    streetNames: list(
      'Stor|Kungs|Drottning|Skol|Kyrko|Järnvägs|Björk|Industri|Hamn|Strand|Park|Skogs|Söder|Norra|Ring|Linné',
    ),
    goods: list(
      'Papper A4|Toner svart|Konsulttimmar|Kontorsstol|Skrivbordslampa|Arbetshandskar|Kabel 3 m|Licens|Stålrör|Luftfilter|Ventil|Färg 5 l|Gångjärn|Batteri|Framkörning|Utbildning|Packning|Montering|Lastpall|Serviceavgift|Reparation|Golvplattor|Kaffebönor 1 kg|Cement 25 kg|Årligt underhåll|Kontorsstädning|Tryck av flygblad|Hyra skåpbil|Översättning|LED-spotlight',
    ),
  },
  'cs-CZ': {
    legalForms: list('s.r.o.|a.s.|spol. s r.o.|v.o.s.|k.s.|a synové|družstvo|Group a.s.'),
    trades: list(
      'Technika|Logistika|Systémy|Poradenství|Stavby|Elektro|Tisk|Média|Ocel|Software|Cestování|Nábytek|Motory|Papír|Sklo|Obchod|Instalace|Doprava|Služby|Potraviny',
    ),
    surnames: list(
      'Novák|Svoboda|Novotný|Dvořák|Černý|Procházka|Kučera|Veselý|Horák|Němec|Pokorný|Marek|Pospíšil|Hájek|Jelínek|Král|Růžička|Beneš|Fiala|Sedláček',
    ),
    cities: places(
      '11000 Praha|60200 Brno|70200 Ostrava|30100 Plzeň|46001 Liberec|77900 Olomouc|50002 Hradec Králové|37001 České Budějovice|53002 Pardubice|76001 Zlín|58601 Jihlava|36001 Karlovy Vary',
    ),
    streets: list('% #|% #/12|% #|náměstí % #|% třída #|Na % #'),
    streetNames: list(
      'Dlouhá|Nádražní|Školní|Husova|Palackého|Zahradní|Lipová|Průmyslová|Komenského|Masarykova|Polní|Květná|Žižkova|Mlýnská|Tyršova|Jiráskova',
    ),
    goods: list(
      'Papír A4|Toner černý|Hodiny poradenství|Kancelářská židle|Stolní lampa|Pracovní rukavice|Kabel 3 m|Licence|Ocelová trubka|Vzduchový filtr|Ventil|Barva 5 l|Pant|Baterie|Doprava technika|Školení|Těsnění|Montáž|Paleta|Servisní poplatek|Oprava|Dlaždice|Zrnková káva 1 kg|Cement 25 kg|Roční údržba|Úklid kanceláří|Tisk letáků|Pronájem dodávky|Překlad|LED reflektor',
    ),
  },
  'ja-JP': {
    legalForms: list('株式会社|株式会社|有限会社|合同会社|工業株式会社'),
    trades: list(
      '商事|電機|工業|物流|印刷|食品|建設|製作所|システム|設備|産業|紙業|商店|化学|企画|運輸|精機|硝子|家具|技研',
    ),
    surnames: list(
      '佐藤|鈴木|高橋|田中|伊藤|渡辺|山本|中村|小林|加藤|吉田|山田|松本|井上|木村|清水|山口|阿部|池田|橋本',
    ),
    cities: places(
      '100-0005 東京都千代田区|530-0001 大阪府大阪市北区|460-0003 愛知県名古屋市中区|220-0012 神奈川県横浜市西区|812-0012 福岡県福岡市博多区|060-0001 北海道札幌市中央区|980-0021 宮城県仙台市青葉区|730-0013 広島県広島市中区|600-8001 京都府京都市下京区|650-0021 兵庫県神戸市中央区',
    ),
    streets: list('%#丁目1-2|%#-5-8|%#-11|%2丁目#番地|%1-#'),
    streetNames: list('丸の内|本町|栄町|大手町|中央|錦|桜木町|駅前|緑町|東町|西新|北浜|南本町|旭町|末広町'),
    goods: list(
      'コピー用紙A4|トナー黒|コンサルティング|事務椅子|デスクライト|作業手袋|ケーブル3m|ソフトウェア保守|鋼管|エアフィルター|バルブ|塗料5L|蝶番|バッテリー|出張費|研修費|パッキン|取付作業|パレット|サービス料|修理費|床タイル|コーヒー豆1kg|セメント25kg|年間保守|清掃業務|チラシ印刷|車両レンタル|翻訳|LEDライト',
    ),
  },
};

/** Colours, sizes and grades that make one good into several; language-neutral on purpose. */
export const VARIANTS: readonly string[] = list(
  'XL|Pro|A3|B|plus|2.0|M8|500|S|II|XS|4K|90x60|Eco|Type C|10 mm|25 kg|1/2"|Premium|No. 7|Mini|T40|12 V|R134|200 g|3x2.5|Max|G2|Lite|75 cm',
);

/** Syllables of invented company names. */
export const SYLLABLES: readonly string[] = list(
  'al|ber|cor|den|el|fir|gra|hol|in|jor|kel|lum|mar|nor|ost|pel|quin|ros|sil|tor|ul|ven|wes|xan|yar|zel|bri|cla|dra|fen|gil|har|ker|lor|mon|nel|par|rin|san|tel|vor|win|bau|stei|gar|lac|vil|pon|tal|ser|lan|mir|cas|do|bel|ran|nova|ter|mex|opt|vis|dex|kon|ari|ebo|lio|tra|sta|mun|ald|ors|ix|eon',
);
/** Syllables of invented Japanese names. */
export const KATAKANA: readonly string[] = list(
  'ア|カ|サ|タ|ナ|ハ|マ|ラ|リ|ル|レ|ロ|キ|コ|シ|ソ|テ|ト|ニ|ノ|ミ|モ|ユ|ライ|セン|テック|ネット|ワン|プラ',
);

/** Goods that are work: counted in hours, days or months. */
export const SERVICES =
  /hours?|hosting|service|repair|labou?r|consult|training|visit|survey|cleaning|rental|hire|review|audit|inspection|bookkeeping|recovery|catering|copywriting|entry|testing|maintenance|development|accountancy|collection|supply|stunde|beratung|reparatur|montage|anfahrt|schulung|wartung|leitung|pflege|übersetzung|gutachten|pauschale|entsorgung|conseil|réparation|traiteur|hébergement|déplacement|formation|pose|entretien|nettoyage|développement|location|étude|prestation|abonnement|traduction|impression|horas|cuota|reparación|alojamiento|desplazamiento|formación|montaje|mantenimiento|limpieza|desarrollo|alquiler|informe|traducción|auditoría|consulenza|trasferta|formazione|montaggio|canone|riparazione|manutenzione|pulizia|noleggio|traduzione|stampa|uren|voorrijkosten|reparatie|onderhoud|schoonmaak|huur|vertaling|godziny|dojazd|szkolenie|naprawa|opłata|przegląd|sprzątanie|wynajem|tłumaczenie|timmar|framkörning|utbildning|montering|avgift|underhåll|städning|hyra|översättning|hodiny|doprava|školení|montáž|poplatek|oprava|údržba|úklid|pronájem|překlad|コンサル|保守|出張|研修|作業費|取付|サービス|修理|清掃|レンタル|翻訳|charges|software dev/i;
