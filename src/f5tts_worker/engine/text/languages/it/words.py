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
    "c. m.": "corrente mese", "u. s.": "ultimo scorso", "N. B.": "nota bene", "P. S.": "post scriptum", "op. cit.": "opera citata", "segg.": "seguenti", "ss.": "seguenti",
    "geom.": "geometra", "Cost.": "Costituzione", "ab.": "abitanti", "sec.": "secolo", "on.": "onorevole", "On.": "onorevole", "ed.": "edizione",
}  # fmt: skip
BEFORE_NUMBERS = {
    "t.": "tomo", "bin.": "binario", "Ø": "diametro", "cell.": "cellulare", "sez.": "sezione", "tab.": "tabella", "rit.": "ritardo", "arr.": "arrivo", "mq": "metri quadri", "Mq": "metri quadri", "c.": "comma", "co.": "comma", "p.to": "punto",
    "n.": "numero", "N.": "numero", "n°": "numero", "N°": "numero", "nn.": "numeri", "pag.": "pagina", "pagg.": "pagine", "p.": "pagina", "sec.": "secolo",
    "pp.": "pagine", "cap.": "capitolo", "fig.": "figura", "art.": "articolo", "artt.": "articoli", "vol.": "volume", "#": "numero",
}  # fmt: skip
BEFORE_NAMES = {
    "Dr.": "dottor",
    "Don": "don",
    "Mons.": "monsignor",
    "Gen.": "generale",
    "Cap.": "capitano",
}
