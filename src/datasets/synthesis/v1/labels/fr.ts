import { type LabelWords, list } from './label-key.ts';

export const fr: LabelWords = {
  title: list(
    'Facture|FACTURE|Facture de vente|Facture commerciale|Note d’honoraires|Facture client|Relevé|Décompte|Pièce comptable|Mémoire',
  ),
  invoiceNumber: list(
    'Facture n°|N° de facture|Numéro de facture|Facture No|N° facture|Réf. facture|Numéro|N°|Facture|FACTURE N°|Facture numéro|No de facture|N° de document|Document n°|N° pièce|Notre facture|Référence facture|Fact. n°|ID facture|Num. facture|Pièce n°|N° du relevé|Numéro de pièce|Code facture',
  ),
  issueDate: list(
    'Date de facture|Date|Date de facturation|Date d’émission|Émise le|En date du|Facture du|Date facture|Date du document|Établie le|Le|Date d’établissement|Date de la facture|Facturé le|Créée le|Dressée le|Jour d’émission|Date de pièce',
  ),
  dueDate: list(
    'Date d’échéance|Échéance|À payer avant le|Payable avant le|Date limite de paiement|Échéance le|À régler avant le|Règlement avant le|Paiement dû le|Payable le|Échéance au|À payer pour le|Date limite|Règlement au|À acquitter avant le|Terme|Dernier jour de paiement',
  ),
  purchaseOrderRef: list(
    'Bon de commande|N° de commande|Votre commande|Commande n°|BC n°|Votre référence|Réf. commande|Commande client|N° BC|Bon de commande n°|Votre bon de commande|Votre commande n°|Numéro de commande|Réf. client|Cde n°|Ordre d’achat|Votre ordre|Réf. d’achat',
  ),
  seller: list(
    'Vendeur|Fournisseur|Émetteur|De|Prestataire|Émis par|Expéditeur|Société|Raison sociale émettrice|Facturé par',
  ),
  buyer: list(
    'Facturé à|Client|Destinataire|Acheteur|À|Adresse de facturation|Doit|Pour|À l’attention de|Facturation|Adressé à|Preneur|Débiteur|Donneur d’ordre',
  ),
  vatId: list(
    'N° TVA|TVA intracom.|N° de TVA|TVA intracommunautaire|N° TVA intracom.|Numéro de TVA|N° TVA intracommunautaire|TVA n°|Id. TVA|Code TVA|Ident. fiscal TVA',
  ),
  currency: list('Devise|Montants en|Tous les montants en|Prix en|Devise de facturation|Exprimé en|Monnaie|Libellé en'),
  lineTotal: list(
    'Sous-total|Total articles|Total des lignes|Total brut HT|Somme des articles|Total marchandises|Total prestations|Valeur des articles',
  ),
  discount: list('Remise|Rabais|Remise commerciale|Réduction|Ristourne|Escompte accordé|Abattement|Déduction'),
  shipping: list(
    'Frais de port|Livraison|Port|Transport|Frais de livraison|Frais d’expédition|Expédition|Acheminement|Affranchissement',
  ),
  netTotal: list(
    'Total HT|Montant HT|Total net HT|Total hors taxes|Net HT|Montant hors taxe|Total H.T.|Total hors TVA|Base HT|Somme HT|Total général HT|Montant total HT|Net hors taxes|TOTAL HT|Sous-total HT|Valeur HT|Montant imposable|Assiette|Prix hors taxes',
  ),
  vatTotal: list(
    'TVA|Montant TVA|Total TVA|Taxe|T.V.A.|Montant de la TVA|TVA totale|Dont TVA|TVA due|Taxes|Total taxes|Somme TVA|Taxe ajoutée|Montant des taxes',
  ),
  grossTotal: list(
    'Total TTC|Montant TTC|Total|Total général|TOTAL TTC|Total T.T.C.|Montant total TTC|Total toutes taxes|Montant total|Total facture|Somme TTC|Montant de la facture|Total général TTC|Prix TTC|Total à facturer|Montant global|Total taxes comprises|Somme totale',
  ),
  prepaid: list('Acompte|Acompte versé|Déjà réglé|Acompte reçu|Avance|Versements|Déjà payé|Provision versée|Arrhes'),
  amountDue: list(
    'Net à payer|Reste à payer|Solde|Solde dû|Montant dû|À payer|Solde à payer|Montant à payer|Reste dû|À régler|Solde restant|Net à régler|Total à payer|Dû|Somme exigible|Restant dû',
  ),
  iban: list(
    'IBAN|Compte bancaire|Coordonnées bancaires|RIB/IBAN|Notre IBAN|Compte IBAN|IBAN n°|Virement sur|À virer sur|Compte à créditer',
  ),
  bic: list('BIC|SWIFT|BIC/SWIFT|Code BIC|Code banque|Code SWIFT'),
  paymentReference: list(
    'Référence de paiement|Référence|À rappeler|Réf. paiement|Libellé du virement|Motif|Communication',
  ),
  customerNumber: list(
    'N° client|Code client|Client n°|Numéro client|Compte client|Réf. compte|Identifiant client|Matricule|Compte tiers',
  ),
  orderNumber: list('Notre commande|Dossier|Affaire|Notre réf.|Projet|Contrat n°|Devis n°|Chantier|Mission'),
  deliveryNote: list('Bon de livraison|BL n°|N° BL|Livraison n°|Expédition n°|Colis|Bordereau'),
  orderDate: list('Date de commande|Commande du|Commandé le|Date commande|Bon du|Passée le|Ordre du'),
  deliveryDate: list(
    'Date de livraison|Livré le|Date de prestation|Livraison le|Date d’exécution|Livraison du|Réalisé le|Fourni le',
  ),
  taxNumber: list('SIRET|SIREN|RCS|N° SIRET|RCS Paris|Immatriculation|Code NAF|Registre'),
  phone: list('Tél.|Téléphone|Tél|Tel|Mobile|Standard|Portable'),
  contact: list(
    'Contact|Suivi par|Votre contact|Interlocuteur|Affaire suivie par|Responsable|Gestionnaire|Correspondant',
  ),
  description: list('Désignation|Description|Article|Prestation|Libellé|Produit|Objet|Nature'),
  quantity: list('Qté|Quantité|Nombre|Heures|Unités|Nb|Vol.|Pièces'),
  unitPrice: list('Prix unitaire|P.U.|PU HT|Prix|Tarif|Prix unit.|Coût unitaire|À l’unité'),
  amount: list('Montant|Total|Total HT|Montant HT|Somme|Prix total|Valeur|Coût'),
};
