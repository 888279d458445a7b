"""Italian abbreviations that are said in full: anywhere, before numbers, before names."""

# ruff: noqa: E501 - a row of a table is one line

ANYWHERE = {
    "D.Lgs.": "decreto legislativo", "D. Lgs.": "decreto legislativo", "d.lgs.": "decreto legislativo", "giov.": "giovedì",
    "ecc.": "eccetera", "q.b.": "quanto basta", "tot.": "totale", "Cass.": "Cassazione", "Cass. civ.": "Cassazione civile", "Cass. pen.": "Cassazione penale", "xké": "perché", "xke": "perché", "sped.": "spedizione", "c/o": "presso", "cl. energ.": "classe energetica", "es.": "esempio", "p. es.": "per esempio", "a. C.": "avanti Cristo", "d. C.": "dopo Cristo", "sig.": "signor",
    "sig.ra": "signora", "sig.na": "signorina", "Sig.": "signor", "Sig.ra": "signora", "Sig.na": "signorina", "sigg.": "signori",
    "dott.": "dottor", "Dott.": "dottor", "dott.ssa": "dottoressa", "Dott.ssa": "dottoressa", "prof.": "professor", "Prof.": "professor",
    "prof.ssa": "professoressa", "Prof.ssa": "professoressa", "ing.": "ingegner", "Ing.": "ingegner", "avv.": "avvocato",
    "Avv.": "avvocato", "tel.": "telefono", "Tel.": "telefono", "ca.": "circa", "c.a.": "circa", "cfr.": "confronta", "vs.": "contro",
    "max.": "massimo", "S.p.A.": "S P A", "SpA": "S P A", "Srl": "S R L", "S.r.l.": "S R L", "P.zza": "piazza", "V.le": "viale", "P.za": "piazza", "C.so": "corso", "L.go": "largo", "c.c.": "codice civile", "c.p.": "codice penale", "c.p.c.": "codice di procedura civile", "rif.": "riferimento", "incl.": "incluso", "escl.": "escluso", "cad.": "cadauno", "int.": "interno", "tel": "telefono", "dx": "destra", "sx": "sinistra", "cmq": "comunque", "nn": "non", "xché": "perché",
    "pers.": "persone", "fam.": "famiglia", "arch.": "architetto", "Arch.": "architetto", "Egr.": "egregio", "Gent.": "gentile", "Gent.mo": "gentilissimo", "Gent.ma": "gentilissima", "Gent.mi": "gentilissimi", "Gent.me": "gentilissime", "Preg.mo": "pregiatissimo", "Preg.ma": "pregiatissima",
    "Ill.mo": "illustrissimo", "Ill.ma": "illustrissima", "Chiar.mo": "chiarissimo", "Spett.le": "spettabile", "Sig.ri": "signori", "C.le": "centrale", "F.lli": "fratelli", "c.m.": "corrente mese", "Spett.": "spettabile", "c.so": "corso", "p.zza": "piazza", "v.le": "viale", "temp.": "temperatura",
    "c. m.": "corrente mese", "u. s.": "ultimo scorso", "N. B.": "nota bene", "P. S.": "post scriptum", "P.s.": "post scriptum", "op. cit.": "opera citata", "segg.": "seguenti", "ss.": "seguenti",
    "s.l.m.": "sul livello del mare", "slm": "sul livello del mare", "p.v.": "prossimo venturo", "p. v.": "prossimo venturo", "fatt.": "fattura", "mov.": "movimento", "imm.": "immatricolata", "etc.": "eccetera", "ndr": "nota del redattore", "n.d.r.": "nota del redattore", "N.d.R.": "nota del redattore", "N.d.T.": "nota del traduttore", "p.c.": "per conoscenza", "S.ta": "Santa", "S.to": "Santo",
    "Dr.ssa": "dottoressa", "dr.ssa": "dottoressa", "D.ssa": "dottoressa", "rag.": "ragionier", "Rag.": "ragionier", "Gent.le": "gentile", "Spett.li": "spettabili", "sigg.ri": "signori", "Sigg.ri": "signori", "Sigg.": "signori", "dott.ri": "dottori", "proff.": "professori", "Proff.": "professori", "mons.": "monsignor", "S.E.": "Sua Eccellenza", "P. IVA": "partita iva", "P.IVA": "partita iva", "p. iva": "partita iva", "p.iva": "partita iva", "cod. fisc.": "codice fiscale", "cod.": "codice", "cod. art.": "codice articolo",
    "spese cond.": "spese condominiali", "tratt. ris.": "trattative riservate", "tratt.": "trattative", "disl.": "dislivello", "q.tà": "quantità", "disp.": "disponibile", "prezz.": "prezzemolo", "cauz.": "cauzione", "app.to": "appartamento", "risc.": "riscaldamento", "risc. aut.": "riscaldamento autonomo", "ristr.": "ristrutturato", "arred.": "arredato", "ingr.": "ingresso", "obbl.": "obbligatorio", "pren.": "prenotazione", "pren. obbl.": "prenotazione obbligatoria", "n. verde": "numero verde", "c.da": "contrada", "C.da": "contrada", "Str.": "strada", "Loc.": "località", "loc.": "località", "fraz.": "frazione", "Fraz.": "frazione", "prov.": "provincia", "trad.": "traduzione", "cit.": "citato", "ibid.": "ibidem", "cosid.": "cosiddetto", "c.d.": "cosiddetto", "lett.": "lettera", "C.d.A.": "consiglio di amministrazione", "CdA": "consiglio di amministrazione", "a.s.": "anno scolastico", "A.S.": "anno scolastico", "a.a.": "anno accademico", "A.A.": "anno accademico", "G.U.": "Gazzetta Ufficiale", "cpr": "compresse", "cps": "capsule", "gtt": "gocce", "tvb": "ti voglio bene", "tvtb": "ti voglio tanto bene", "SS.UU.": "Sezioni Unite", "sent.": "sentenza", "grz": "grazie", "qnd": "quando", "nnt": "niente", "qlc": "qualcosa", "qlcn": "qualcuno", "qst": "questo", "tt": "tutti", "dp": "dopo", "xò": "però", "msg": "messaggio",
    "geom.": "geometra", "Cost.": "Costituzione", "ab.": "abitanti", "sec.": "secolo", "on.": "onorevole", "On.": "onorevole", "ed.": "edizione",
}  # fmt: skip
BEFORE_NUMBERS = {
    "es.": "esercizio", "fer.": "feriali", "fest.": "festivi", "part.": "partenza", "prot.": "protocollo", "all.": "allegato", "matr.": "matricola", "dim.": "dimensioni", "pos.": "posizione", "civ.": "civico", "fasc.": "fascicolo", "inv.": "inventario", "ord.": "ordine", "ep.": "episodio", "n.ro": "numero", "nr.": "numero", "num.": "numero", "secc.": "secoli", "carr.": "carrozza", "par.": "paragrafo", "parr.": "paragrafi", "capp.": "capitoli", "sezz.": "sezioni", "figg.": "figure", "tav.": "tavola", "voll.": "volumi", "sub.": "subalterno", "part.lla": "particella", "fg.": "foglio", "mapp.": "mappale", "t.": "tomo", "bin.": "binario", "Ø": "diametro", "cell.": "cellulare", "sez.": "sezione", "tab.": "tabella", "rit.": "ritardo", "arr.": "arrivo", "mq": "metri quadri", "Mq": "metri quadri", "c.": "comma", "co.": "comma", "p.to": "punto",
    "n.": "numero", "N.": "numero", "n°": "numero", "N°": "numero", "nn.": "numeri", "pag.": "pagina", "pagg.": "pagine", "p.": "pagina", "sec.": "secolo",
    "pp.": "pagine", "cap.": "capitolo", "fig.": "figura", "art.": "articolo", "artt.": "articoli", "vol.": "volume", "#": "numero",
}  # fmt: skip
BEFORE_NAMES = {
    "Dr.": "dottor",
    "dr.": "dottor",
    "Don": "don",
    "Mons.": "monsignor",
    "Gen.": "generale",
    "Cap.": "capitano",
    "Ten.": "tenente",
    "Col.": "colonnello",
    "Magg.": "maggiore",
    "Serg.": "sergente",
    "Amm.": "ammiraglio",
    "Pres.": "presidente",
    "Sen.": "senatore",
    "sen.": "senatore",
    "Rev.": "reverendo",
}
# Those that are said as words; others are spelled.
ACRONYMS = (
    "ACI ACLI AGCOM AIDO AIDS AIFA AIRC AMOLED ANAS ANCI ANPI ANSA ARCI ARERA ARPA ASL ATAC AVIS BOT BRICS CAF CAP CERN CILA CISL COBAS COCER CONI CONSOB COOP COP CUD CUP DASPO DIGOS "
    "DOC DOP DURC EFSA EMA ENAC ENEA ENEL ENI FAO FIAT IBAN IKEA IMU INAIL INPS INVALSI IRAP IRES IRPEF ISEE ISO ISPRA ISTAT IVA LED MAXXI MES MIUR NAS NATO OCSE OLED ONU OPEC OSCE PEC PIL PUK QLED "
    "RAI RIS ROS SCIA SEAT SIAE SPID SUV TAC TAR TARI TASI TIM UFO UNICEF USL VAR VIP"
)
