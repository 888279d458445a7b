"""Spanish abbreviations. Data only."""

# ruff: noqa: E501 - a row of a table is many short words; signs look like letters

from collections.abc import Mapping

ANYWHERE: Mapping[str, str] = {
    "p. ej.": "por ejemplo", "por ej.": "por ejemplo", "RR. CC.": "Reyes Católicos", "FF. AA.": "Fuerzas Armadas", "FF. CC.": "ferrocarriles", "RR. HH.": "Recursos Humanos", "RRHH": "Recursos Humanos", "JJ. OO.": "Juegos Olímpicos", "CC. AA.": "comunidades autónomas", "etc.": "etcétera", "EE. UU.": "Estados Unidos", "EE.UU": "Estados Unidos", "EEUU": "Estados Unidos",
    "a. C.": "antes de Cristo", "d. C.": "después de Cristo", "a. de C.": "antes de Cristo", "d. de C.": "después de Cristo",
    "Ud.": "usted", "Uds.": "ustedes", "Vd.": "usted", "Vds.": "ustedes", "aprox.": "aproximadamente", "tel.": "teléfono",
    "Tel.": "Teléfono", "tfno.": "teléfono", "Excmo.": "excelentísimo", "Excma.": "excelentísima", "Sr.": "señor", "Sra.": "señora", "Srta.": "señorita", "Sres.": "señores", "Dr.": "doctor",
    "Dra.": "doctora", "Prof.": "profesor", "Av.": "avenida", "Avda.": "avenida", "av.": "avenida", "dpto.": "departamento",
    "Dpto.": "departamento", "c/": "calle", "C/": "calle", "párr.": "párrafo", "párrs.": "párrafos", "s/n": "sin número", "s. XX": "siglo veinte", "vs.": "versus", "máx.": "máximo", "mín.": "mínimo",
    "S. A.": "sociedad anónima", "P. D.": "posdata", "Ctra.": "carretera", "Pza.": "plaza", "Cía.": "compañía", "cap.": "capítulo",
    "ed.": "edición", "izq.": "izquierda", "dcha.": "derecha", "ref.": "referencia", "incl.": "incluido", "excl.": "excluido", "xfa": "por favor", "bss": "besos", "Bss": "besos", "tb": "también", "xq": "porque", "temp.": "temperatura", "esc.": "escalera", "izda.": "izquierda", "y ss.": "y siguientes", "Xq": "Porque", "cf.": "confróntese", "secc.": "sección", "c/u": "cada uno", "C. P.": "código postal", "D. E. P.": "descanse en paz", "V.º B.º": "visto bueno", "SS. MM.": "Sus Majestades", "S. M.": "Su Majestad",
    "cte.": "corriente", "entlo.": "entresuelo", "pral.": "principal", "esq.": "esquina", "trad.": "traducción", "ibíd.": "ibídem", "v. gr.": "verbigracia", "vid.": "véase", "op. cit.": "obra citada",
    "Fdez.": "Fernández", "Glez.": "González", "Hdez.": "Hernández", "Mtnez.": "Martínez", "Rguez.": "Rodríguez", "Gcía.": "García", "izqda.": "izquierda", "ppal.": "principal", "pdo.": "pasado", "trim.": "trimestre",
    "nac.": "nacional", "int.": "interior", "ext.": "exterior", "tlf.": "teléfono", "Tlf.": "Teléfono", "dpdo.": "duplicado", "admin.": "administración", "máq.": "máquina", "Bto.": "beato", "aux.": "auxiliar", "Pol. Ind.": "Polígono Industrial", "+ o -": "más o menos", "dnd": "donde", "sup.": "superior", "inf.": "inferior", "Edif.": "Edificio", "Pº": "Paseo", "P.º": "Paseo",
    "mill.": "millones", "vto.": "vencimiento", "apdo.": "apartado", "Apdo.": "Apartado", "dto.": "descuento", "pza.": "plaza", "x favor": "por favor", "cód.": "código",
    "pta.": "puerta", "urb.": "urbanización", "Urb.": "urbanización", "cta.": "cuenta", "depto.": "departamento", "admón.": "administración", "atte.": "atentamente", "gral.": "general", "prov.": "provincia",
    "S. L.": "sociedad limitada", "Rte.": "remitente", "Fdo.": "firmado", "Arq.": "arquitecto", "Bco.": "banco", "Hnos.": "hermanos", "Profa.": "profesora", "Fco.": "Francisco", "Ma.": "María", "M.ª": "María", "Mª": "María",
}  # fmt: skip
BEFORE_NUMBERS: Mapping[str, str] = {
    "t.": "tomo", "min.": "minuto", "ej.": "ejercicio", "ap.": "apartado", "núms.": "números", "n.os": "números", "Ø": "diámetro", "Nro.": "número", "nro.": "número", "num.": "número", "bl.": "bloque", "R. D.": "Real Decreto", "CP": "código postal", "lám.": "lámina", "fol.": "folio", "exp.": "expediente", "caps.": "capítulos",
    "n.º": "número", "nº": "número", "N.º": "número", "Nº": "número", "n°": "número", "N°": "número", "núm.": "número", "pág.": "página",
    "págs.": "páginas", "p.": "página", "pp.": "páginas", "fig.": "figura", "s.": "siglo", "ss.": "siglos", "art.": "artículo", "arts.": "artículos", "sal.": "salida", "lleg.": "llegada", "apdo.": "apartado", "vol.": "volumen", "#": "número",
}  # fmt: skip
BEFORE_NAMES: Mapping[str, str] = {"D.": "don", "Lcdo.": "licenciado", "Lda.": "licenciada", "Lcda.": "licenciada", "Tte.": "teniente", "Cnel.": "coronel", "Pdte.": "presidente", "Pdta.": "presidenta", "Mtro.": "maestro", "Mtra.": "maestra", "Hno.": "hermano", "Hna.": "hermana", "Sgto.": "sargento", "Dª": "doña", "Dª.": "doña", "Dña.": "doña", "D.ª": "doña", "Sto.": "santo", "Sta.": "santa", "Fr.": "fray", "Ing.": "ingeniero",
                 "Lic.": "licenciado", "Gral.": "general", "Mons.": "monseñor", "Rev.": "reverendo"}  # fmt: skip
