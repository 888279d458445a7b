"""German abbreviations. Data only."""

# ruff: noqa: E501 - a row of the table is many short words

from collections.abc import Mapping

ANYWHERE: Mapping[str, str] = {
    "z. B.": "zum Beispiel", "ü. NN": "über Normalnull", "ü. NHN": "über Normalhöhennull", "m u. NN": "Meter unter Normalnull", "m u. NHN": "Meter unter Normalhöhennull", "m u. M.": "Meter unter Meer", "ü. M.": "über Meer", "ü. A.": "über Adria", "ü. d. A.": "über der Adria", "ü. d. M.": "über dem Meer", "d. h.": "das heißt", "u. a.": "unter anderem", "i. d. R.": "in der Regel", "usw.": "und so weiter",
    "usf.": "und so fort", "bzw.": "beziehungsweise", "ca.": "circa", "evtl.": "eventuell", "inkl.": "inklusive",
    "exkl.": "exklusive", "zzgl.": "zuzüglich", "bzgl.": "bezüglich", "ggf.": "gegebenenfalls", "vgl.": "vergleiche",
    "Vgl.": "Vergleiche", "sog.": "sogenannte", "o. Ä.": "oder Ähnliches", "u. Ä.": "und Ähnliches", "etc.": "et cetera",
    "v. Chr.": "vor Christus", "n. Chr.": "nach Christus", "Jh.": "Jahrhundert", "Jhd.": "Jahrhundert", "Tel.": "Telefon",
    "Z. n.": "Zustand nach", "St. n.": "Status nach", "o. B.": "ohne Befund", "z. T.": "zum Teil", "s. S.": "siehe Seite", "Az.": "Aktenzeichen", "u. U.": "unter Umständen", "s. o.": "siehe oben", "s. u.": "siehe unten", "i. A.": "im Auftrag",
    "m. E.": "meines Erachtens", "a. D.": "außer Dienst", "max.": "maximal",
    "mind.": "mindestens", "gem.": "gemäß", "einschl.": "einschließlich", "zzt.": "zurzeit", "allg.": "allgemein",
    "GmbH": "G M B H", "StGB": "S T G B", "StPO": "S T P O", "StVO": "S T V O", "Kfz": "K F Z", "Fa.": "Firma", "Dr. med.": "Doktor med", "GbR": "G B R", "PKW": "P K W", "Pkw": "P K W", "Lkw": "L K W", "pro Std.": "pro Stunde", "Hrsg.": "Herausgeber",
    "bes.": "besonders", "geb.": "geboren", "gest.": "gestorben", "dt.": "deutsch", "engl.": "englisch", "i. d. S.": "in diesem Sinne",
    "v. a.": "vor allem", "o. g.": "oben genannte", "u. v. m.": "und vieles mehr", "z. Zt.": "zurzeit", "z. Hd.": "zu Händen", "i. H. v.": "in Höhe von", "n. V.": "nach Vereinbarung",
    "m. W.": "meines Wissens", "p. P.": "pro Person", "p. a.": "pro Jahr", "Art.-Nr.": "Artikelnummer", "Kd.-Nr.": "Kundennummer", "Rg.-Nr.": "Rechnungsnummer", "Re.-Nr.": "Rechnungsnummer", "Kto.-Nr.": "Kontonummer", "lfd. Nr.": "laufende Nummer", "Rg.": "Rechnung", "Best.-Nr.": "Bestellnummer", "Tel.-Nr.": "Telefonnummer", "Hbf.": "Hauptbahnhof",
    "Hbf": "Hauptbahnhof", "DZ": "Doppelzimmer", "EZ": "Einzelzimmer", "Whg.": "Wohnung", "ggü.": "gegenüber", "Nr.": "Nummer", "Vj.": "Vorjahr", "Vorj.": "Vorjahr", "Vjs.": "Vorjahres", "Jg.": "Jahrgang", "Hr. u. Fr.": "Herr und Frau", "Mwst.": "Mehrwertsteuer", "tgl.": "täglich", "tägl.": "täglich", "wöchentl.": "wöchentlich", "monatl.": "monatlich", "Pat.": "Patient", "Min./Tag": "Minuten pro Tag", "rd.": "rund", "Lt.": "laut", "lt.": "laut", "Abf.": "Abfahrt", "Ank.": "Ankunft", "geschl.": "geschlossen", "geöffn.": "geöffnet", "Übern.": "Übernachtungen",
    "i. Br.": "im Breisgau", "I. E.": "Internationale Einheiten", "i. E.": "im Elfmeterschießen", "n. E.": "nach Elfmeterschießen", "a. M.": "am Main", "WLAN": "W-Lan", "UStG": "U S T G", "EStG": "E S T G", "Erw.": "Erwachsene", "u.": "und", "Temp.": "Temperatur", "lit.": "Buchstabe",
    "i. V. m.": "in Verbindung mit", "i. S. d.": "im Sinne des", "i. S. v.": "im Sinne von", "re.": "rechts", "li.": "links",
    "d. J.": "dieses Jahres", "d. M.": "dieses Monats", "Urt.": "Urteil", "Beschl.": "Beschluss", "Jhdt.": "Jahrhundert", "Jtsd.": "Jahrtausend", "vorm.": "vormittags",
    "nachm.": "nachmittags", "jew.": "jeweils", "insg.": "insgesamt", "ehem.": "ehemals", "urspr.": "ursprünglich", "versch.": "verschiedene",
    "durchschn.": "durchschnittlich", "i. Allg.": "im Allgemeinen", "i. Ü.": "im Übrigen", "s. a.": "siehe auch", "m. a. W.": "mit anderen Worten",
    "u. Z.": "unserer Zeitrechnung", "v. u. Z.": "vor unserer Zeitrechnung", "Verl.": "Verlag", "Ausg.": "Ausgabe", "Tsd.": "Tausend", "Mitgl.": "Mitglieder",
    "Str.": "Straße", "Aufl.": "Auflage", "BGBl.": "Bundesgesetzblatt", "d. Gr.": "der Große", "v. d. H.": "vor der Höhe", "Dipl.-Ing.": "Diplomingenieur",
    "wö.": "wöchentlich", "mtl.": "monatlich", "jährl.": "jährlich", "zw.": "zwischen", "od.": "oder", "verh.": "verheiratet", "ff.": "fortfolgende",
    "zus.": "zusammen", "gg.": "gegen", "h. c.": "honoris causa", "Frhr.": "Freiherr", "Dipl.-Kfm.": "Diplomkaufmann", "i. V.": "in Vertretung", "a. a. O.": "am angegebenen Ort", "k. A.": "keine Angabe", "o. ä.": "oder ähnlich", "u. ä.": "und ähnliche", "Msgr.": "Monsignore", "Kto.": "Konto", "bspw.": "beispielsweise", "abzgl.": "abzüglich", "ausschl.": "ausschließlich", "ungef.": "ungefähr", "Bhf.": "Bahnhof", "Betr.": "Betreff", "Bsp.": "Beispiel",
    "vollst.": "vollständig", "entspr.": "entsprechend", "schriftl.": "schriftlich", "mündl.": "mündlich", "gesetzl.": "gesetzlich", "voraussichtl.": "voraussichtlich",
    "mögl.": "möglich", "erforderl.": "erforderlich", "wg.": "wegen", "Hj.": "Halbjahr", "vllt.": "vielleicht", "vllt": "vielleicht", "vlt": "vielleicht", "evtl": "eventuell", "bzw": "beziehungsweise",
    "iwie": "irgendwie", "iwann": "irgendwann", "iwas": "irgendwas", "mMn": "meiner Meinung nach", "MfG": "Mit freundlichen Grüßen", "im Ø": "im Durchschnitt", "Im Ø": "Im Durchschnitt",
    "Verf.": "Verfasser", "Univ.": "Universität", "Inh.": "Inhaber", "Ltg.": "Leitung", "Ges.": "Gesellschaft", "Wdh.": "Wiederholung", "ugs.": "umgangssprachlich",
    "Abt.": "Abteilung", "gegr.": "gegründet", "verst.": "verstorben", "abds.": "abends", "evt.": "eventuell", "u. dgl.": "und dergleichen", "d. Ä.": "der Ältere", "i. R.": "im Ruhestand",
    "lfd.": "laufend", "lfm.": "Laufmeter", "Reg.-Bez.": "Regierungsbezirk", "Flgh.": "Flughafen", "ebd.": "ebenda", "o. J.": "ohne Jahr", "zB": "zum Beispiel", "dh": "das heißt", "usw": "und so weiter", "ca": "circa",
    "inkl": "inklusive", "bspw": "beispielsweise", "ggf": "gegebenenfalls", "vmtl": "vermutlich", "vmtl.": "vermutlich", "eigtl.": "eigentlich", "grds.": "grundsätzlich", "insb.": "insbesondere", "insbes.": "insbesondere",
    "jdn.": "jemanden", "jmd.": "jemand", "jmdn.": "jemanden", "jmdm.": "jemandem", "etw.": "etwas", "möbl.": "möbliert", "teilw.": "teilweise", "tlw.": "teilweise", "unverb.": "unverbindlich", "vorauss.": "voraussichtlich",
    "u. v. a.": "und viele andere", "u. a. m.": "und anderes mehr", "Stck.": "Stück", "b. a. W.": "bis auf Weiteres", "nach Bel.": "nach Belieben", "ärztl.": "ärztlich", "vgl": "vergleiche", "zzgl": "zuzüglich",
    "hrsg. v.": "herausgegeben von", "hg. v.": "herausgegeben von", "zit. n.": "zitiert nach", "Beisp.": "Beispiel", "Lkr.": "Landkreis", "Dr.-Ing.": "Doktoringenieur", "n. u. Z.": "nach unserer Zeitrechnung",
    "kath.": "katholisch", "österr.": "österreichisch", "schweiz.": "schweizerisch", "frz.": "französisch", "lat.": "lateinisch", "röm.": "römisch", "MwSt.": "Mehrwertsteuer",
    "USt.": "Umsatzsteuer", "USt": "Umsatzsteuer", "USt-IdNr.": "Umsatzsteuer-Identifikationsnummer", "USt-ID": "Umsatzsteuer-ID", "ESt": "Einkommensteuer", "GewSt": "Gewerbesteuer", "KSt": "Körperschaftsteuer", "LSt": "Lohnsteuer", "KiSt": "Kirchensteuer",
    "Dr. h. c.": "Doktor honoris causa", "Dr. h. c. mult.": "Doktor honoris causa multiplex", "Dr. phil.": "Doktor phil", "Dr. jur.": "Doktor jur", "Dr. rer. nat.": "Doktor rer nat", "Dr. rer. pol.": "Doktor rer pol", "Dr. med. dent.": "Doktor med dent", "Dr. habil.": "Doktor habil", "Dr.": "Doktor", "Prof.": "Professor",
    "nördl.": "nördlich", "südl.": "südlich", "östl.": "östlich", "westl.": "westlich", "stellv.": "stellvertretend", "überw.": "überwiegend", "zugl.": "zugleich", "anschl.": "anschließend", "ehrenamtl.": "ehrenamtlich",
    "Anm. d. Red.": "Anmerkung der Redaktion", "Anm. d. Redaktion": "Anmerkung der Redaktion", "Anm. d. Autors": "Anmerkung des Autors", "Anm. d. Autorin": "Anmerkung der Autorin", "Anm. d. Übers.": "Anmerkung des Übersetzers", "Anm. d. Verf.": "Anmerkung des Verfassers", "d. Red.": "die Redaktion", "Anm.": "Anmerkung", "Abb.": "Abbildung", "Abschn.": "Abschnitt",
    "jul.": "julianisch", "greg.": "gregorianisch", "Zub.": "Zubereitung", "Univ.-Prof.": "Universitätsprofessor", "Prof. em.": "Professor emeritus", "a. o.": "außerordentlicher", "Dipl.-Psych.": "Diplompsychologe", "B. Sc.": "Bachelor of Science", "M. Sc.": "Master of Science", "B. Eng.": "Bachelor of Engineering", "M. Eng.": "Master of Engineering", "B. Ed.": "Bachelor of Education", "M. Ed.": "Master of Education", "LL. M.": "L L M", "Ph. D.": "P H D", "Dipl.-Kffr.": "Diplomkauffrau", "Dipl.-Biol.": "Diplombiologe", "Dipl.-Phys.": "Diplomphysiker", "Dipl.-Chem.": "Diplomchemiker", "Dipl.-Math.": "Diplommathematiker", "Dipl.-Betriebsw.": "Diplombetriebswirt", "Dipl.-Hdl.": "Diplomhandelslehrer", "Mag. (FH)": "Magister F H", "Mag. phil.": "Magister phil", "Bgm.": "Bürgermeister", "stv.": "stellvertretend", "Ges.m.b.H.": "G M B H", "Ges. m. b. H.": "G M B H", "Dipl.-Inf.": "Diplominformatiker", "Dipl.-Päd.": "Diplompädagoge", "i. J.": "im Jahr", "eff.": "effektiv", "erm.": "ermäßigt", "Erm.": "Ermäßigung", "Blk.": "Balkon", "Terr.": "Terrasse", "Wfl.": "Wohnfläche", "Nfl.": "Nutzfläche", "Stellpl.": "Stellplatz", "Grdst.": "Grundstück", "renov.": "renoviert", "prov.-frei": "provisionsfrei", "Diff.": "Differenz", "SpO2": "S P O zwei",
    "Anl.": "Anlage", "lg": "liebe Grüße", "vg": "viele Grüße", "Ausf.": "Ausfahrt", "ges. gesch.": "gesetzlich geschützt", "mehrf.": "mehrfach", "einf.": "einfach", "gez.": "gezeichnet", "i. Tr.": "in der Trockenmasse", "Vol.-%": "Volumenprozent", "Gew.-%": "Gewichtsprozent",
    "Abk.": "Abkürzung", "Abtlg.": "Abteilung", "a. d.": "an der", "a. d. Mühle": "aus der Mühle", "a. d. Dose": "aus der Dose", "a. d. Packung": "aus der Packung", "a. d. Ofen": "aus dem Ofen", "a. d. Region": "aus der Region", "b. w.": "bitte wenden", "Bde.": "Bände", "beil.": "beiliegend", "Bem.": "Bemerkung", "betr.": "betreffend", "Bf.": "Bahnhof", "bisl.": "bislang",
    "d. i.": "das ist", "dazw.": "dazwischen", "desgl.": "desgleichen", "dgl.": "dergleichen", "Doz.": "Dozent", "durchg.": "durchgehend", "durchgeh.": "durchgehend", "E. h.": "ehrenhalber", "ebf.": "ebenfalls",
    "Einw.": "Einwohner", "Ew.": "Einwohner", "erb.": "erbaut", "erl.": "erledigt", "f. d. R.": "für die Richtigkeit", "Fußn.": "Fußnote", "Forts.": "Fortsetzung", "g. g. A.": "geschützte geografische Angabe",
    "gleichz.": "gleichzeitig", "Grundst.": "Grundstück", "Halbj.": "Halbjahr", "Hptst.": "Hauptstadt", "i. d. F.": "in der Fassung", "i. e. S.": "im engeren Sinne", "i. w. S.": "im weiteren Sinne", "i. G.": "in Gründung",
    "i. Ggs.": "im Gegensatz", "i. O.": "in Ordnung", "i. Zshg.": "im Zusammenhang", "i. Vgl.": "im Vergleich", "innerh.": "innerhalb", "außerh.": "außerhalb", "insges.": "insgesamt", "Inst.": "Institut", "inzw.": "inzwischen",
    "jun.": "junior", "sen.": "senior", "Anz.": "Anzahl", "jr.": "junior", "kpl.": "komplett",
    "Mitarb.": "Mitarbeiter", "n. Br.": "nördlicher Breite", "s. Br.": "südlicher Breite", "ö. L.": "östlicher Länge", "w. L.": "westlicher Länge", "Nachf.": "Nachfolger", "n. Vereinb.": "nach Vereinbarung",
    "o. A.": "ohne Angabe", "o. O.": "ohne Ort", "Obb.": "Oberbayern", "Ndb.": "Niederbayern", "Part.": "Parterre", "Red.": "Redaktion", "resp.": "respektive",
    "s. Z.": "seinerzeit", "sof.": "sofort", "Stk.": "Stück", "telef.": "telefonisch", "telefon.": "telefonisch", "tats.": "tatsächlich", "Umg.": "Umgebung", "Verw.": "Verwaltung",
    "verf. v.": "verfasst von", "vollj.": "volljährig", "vorh.": "vorhanden", "Wdhlg.": "Wiederholung", "werkt.": "werktags", "wöch.": "wöchentlich", "Wwe.": "Witwe", "gesch.": "geschieden", "led.": "ledig", "verw.": "verwitwet",
    "z. b. V.": "zur besonderen Verwendung", "z. d. A.": "zu den Akten", "z. H.": "zu Händen", "z. K.": "zur Kenntnis", "z. Z.": "zurzeit", "zust.": "zuständig", "Zust.": "Zustand", "Zuschr.": "Zuschriften", "Ztg.": "Zeitung", "zit.": "zitiert",
    "u. v. a. m.": "und vieles andere mehr",
}  # fmt: skip
BEFORE_NUMBERS: Mapping[str, str] = {
    "Nr.": "Nummer", "Abschn.": "Abschnitt", "Anl.": "Anlage", "Z.": "Zeile", "Pkt.": "Punkt", "S.": "Seite", "Abb.": "Abbildung", "Kap.": "Kapitel", "Bd.": "Band", "Art.": "Artikel", "Abs.": "Absatz",
    "Tab.": "Tabelle", "Str.": "Straße", "Aufl.": "Auflage", "Anm.": "Anmerkung", "Nrn.": "Nummern", "PLZ": "Postleitzahl", "Gr.": "Größe", "Ziff.": "Ziffer", "Rn.": "Randnummer", "Tz.": "Textziffer", "reg.": "regierte", "Fn.": "Fußnote", "Sp.": "Spalte", "Hs.": "Halbsatz", "Pos.": "Position", "Zi.": "Zimmer", "Whg.": "Wohnung", "Jg.": "Jahrgang", "Fig.": "Figur",
    "Bj.": "Baujahr", "Alt.": "Alternative", "Aufg.": "Aufgabe", "Lekt.": "Lektion", "Ø": "Durchmesser", "WiSe": "Wintersemester", "SoSe": "Sommersemester", "Gl.": "Gleis", "Wg.": "Wagen", "Pl.": "Platz", "Abt.": "Abteilung", "Kat.": "Kategorie", "Bl.": "Blatt", "Haus-Nr.": "Hausnummer", "Hs.-Nr.": "Hausnummer", "Kl.": "Klasse", "Buchst.": "Buchstabe", "Rz.": "Randziffer", "Rz": "Randziffer", "Rn": "Randnummer", "Rs.": "Rechtssache", "#": "Nummer", "App.": "Apparat", "Anh.": "Anhang", "Lfg.": "Lieferung",
}  # fmt: skip
BEFORE_NAMES: Mapping[str, str] = {
    "Dr.": "Doktor", "Prof.": "Professor", "St.": "Sankt", "Hr.": "Herr", "Hrn.": "Herrn", "Fr.": "Frau", "Fam.": "Familie", "Frl.": "Fräulein", "Bgm.": "Bürgermeister", "Ri.": "Richtung", "Hst.": "Haltestelle", "Gebr.": "Gebrüder",
    "Dipl.-Ing.": "Diplomingenieur", "Ing.": "Ingenieur", "Mag.": "Magister", "v.": "von", "Kpt.": "Kapitän", "Hptm.": "Hauptmann", "Kard.": "Kardinal", "Pfr.": "Pfarrer", "Präs.": "Präsident", "Vizebgm.": "Vizebürgermeister", "Dir.": "Direktor", "Insp.": "Inspektor", "Vors.": "Vorsitzender", "Gen.": "General", "Bez.": "Bezirk", "Kr.": "Kreis", "Krs.": "Kreis",
}  # fmt: skip
DATIVES: Mapping[str, str] = {
    "J": "Jahren",
    "Mon": "Monaten",
    "Tg": "Tagen",
    "Pkt": "Punkten",
    "Zi": "Zimmern",
    "Einw": "Einwohnern",
    "TL": "Teelöffeln",
    "EL": "Esslöffeln",
    "Bd": "Bänden",
}  # fmt: skip - after a preposition; other plurals have their "n" already, or none, as measures do
# What a number in figures may be written together with.
GLUED = (
    "[jJ]ährig|monatig|wöchig|tägig|stündig|minütig|sekündig|fach|mal(?!\\w)|teilig|köpfig|stöckig|seitig|stellig|türig|spurig|"
    "prozentig|karätig|kernig|zöllig|sitzig|zylindrig|stufig|farbig|adrig|lagig|saitig|händig|stimmig|phasig|eckig|silbig|monatlich|wöchentlich|stündlich|jährlich|semestrig|gliedrig|flammig|strahlig|beinig|armig|[tT]onner(?!\\w)|[sS]itzer(?!\\w)|[tT]ürer(?!\\w)|[tT]eiler(?!\\w)|[pP]fünder(?!\\w)|"
    "sprachig|polig|bändig|gleisig|dimensional|malig|reihig|gängig|motorig|zeilig|geschossig"
)
# Said with an ending in front of a noun; elsewhere as in `ANYWHERE`.
ADJECTIVES: Mapping[str, str] = {
    "max": "maximal", "rel": "relativ", "abs": "absolut", "weibl": "weiblich", "männl": "männlich", "kirchl": "kirchlich", "histor": "historisch", "gewerbl": "gewerblich", "evang": "evangelisch", "ev": "evangelisch", "chron": "chronisch", "jüd": "jüdisch", "polit": "politisch", "kl": "klein", "gr": "groß", "bes": "besonder", "dt": "deutsch", "engl": "englisch", "frz": "französisch", "lat": "lateinisch", "röm": "römisch", "griech": "griechisch",
    "österr": "österreichisch", "schweiz": "schweizerisch", "ital": "italienisch", "span": "spanisch", "russ": "russisch", "europ": "europäisch", "kath": "katholisch",
    "allg": "allgemein", "ehem": "ehemalig", "urspr": "ursprünglich", "sog": "sogenannt", "versch": "verschieden", "durchschn": "durchschnittlich", "entspr": "entsprechend",
    "gesetzl": "gesetzlich", "schriftl": "schriftlich", "mündl": "mündlich", "voraussichtl": "voraussichtlich", "vollst": "vollständig", "erforderl": "erforderlich", "mögl": "möglich",
    "techn": "technisch", "staatl": "staatlich", "öffentl": "öffentlich", "persönl": "persönlich", "zusätzl": "zusätzlich", "wiss": "wissenschaftlich", "amtl": "amtlich", "jährl": "jährlich",
    "monatl": "monatlich", "eff": "effektiv", "ärztl": "ärztlich", "möbl": "möbliert", "unverb": "unverbindlich", "lfd": "laufend", "ges": "gesättigt", "unges": "ungesättigt",
    "nördl": "nördlich", "südl": "südlich", "östl": "östlich", "westl": "westlich", "stellv": "stellvertretend", "stv": "stellvertretend", "städt": "städtisch", "bayer": "bayerisch", "vorl": "vorläufig", "kfm": "kaufmännisch", "ehrenamtl": "ehrenamtlich",
    "allgem": "allgemein", "ausl": "ausländisch", "inl": "inländisch", "dipl": "diplomiert", "durchg": "durchgehend", "durchgeh": "durchgehend", "ehm": "ehemalig", "eig": "eigen", "freiw": "freiwillig", "frdl": "freundlich",
    "gebr": "gebraucht", "hist": "historisch", "int": "international", "internat": "international", "klass": "klassisch", "kompl": "komplett", "kgl": "königlich", "künstl": "künstlich", "langj": "langjährig",
    "landw": "landwirtschaftlich", "luth": "lutherisch", "mech": "mechanisch", "med": "medizinisch", "mehrj": "mehrjährig", "nat": "national", "neg": "negativ", "notw": "notwendig", "öff": "öffentlich", "offiz": "offiziell",
    "ökol": "ökologisch", "ökon": "ökonomisch", "orig": "original", "örtl": "örtlich", "pers": "persönlich", "philos": "philosophisch", "pol": "politisch", "pos": "positiv", "priv": "privat", "prot": "protestantisch",
    "qual": "qualifiziert", "regelm": "regelmäßig", "rechtl": "rechtlich", "rom": "romanisch", "got": "gotisch", "sämtl": "sämtlich", "selbstst": "selbstständig", "spez": "speziell", "steir": "steirisch", "theor": "theoretisch",
    "überarb": "überarbeitet", "übl": "üblich", "unbefr": "unbefristet", "befr": "befristet", "unbek": "unbekannt", "wirtsch": "wirtschaftlich", "zeitgen": "zeitgenössisch", "zentr": "zentral", "jur": "juristisch",
    "elektr": "elektrisch", "amerik": "amerikanisch", "afrik": "afrikanisch", "asiat": "asiatisch", "niederl": "niederländisch", "norw": "norwegisch", "schwed": "schwedisch", "dän": "dänisch", "poln": "polnisch",
    "tschech": "tschechisch", "türk": "türkisch", "arab": "arabisch", "hebr": "hebräisch", "portug": "portugiesisch", "chin": "chinesisch", "jap": "japanisch", "gepfl": "gepflegt", "durchschnittl": "durchschnittlich",
    "vorgeschr": "vorgeschrieben", "ungek": "ungekündigt", "mathem": "mathematisch", "chem": "chemisch", "biol": "biologisch", "geogr": "geografisch", "soz": "sozial",
}  # fmt: skip
