"""Spanish names of units by their symbols and abbreviations. Data only."""

# ruff: noqa: E501 - a row of a table is many short entries; signs look like letters

from f5tts_worker.engine.text.reading.grammar import Noun, regular
from f5tts_worker.engine.text.reading.units import metric

_BASES = {
    "K": Noun("kelvin", "kelvin"),
    "x": Noun("vez", "veces", "f"), "m": regular("metro"), "g": regular("gramo"), "l": regular("litro"), "L": regular("litro"), "t": regular("tonelada", "f"), "W": regular("vatio"),
    "Wh": Noun("vatio hora", "vatios hora"), "V": regular("voltio"), "A": regular("amperio"), "Ah": Noun("amperio hora", "amperios hora"),
    "Hz": regular("hercio"), "Pa": Noun("pascal", "pascales"), "J": regular("julio"), "Ω": regular("ohmio"), "B": Noun("byte", "bytes"),
    "bit": regular("bit"), "bit/s": Noun("bit por segundo", "bits por segundo"), "s": regular("segundo"), "seg": regular("segundo"),
    "cal": regular("caloría", "f"), "min": regular("minuto"), "d": regular("día"), "h": regular("hora", "f"), "%": Noun("por ciento", "por ciento", ""),
    "‰": Noun("por mil", "por mil", ""), "°C": Noun("grado Celsius", "grados Celsius"), "°F": Noun("grado Fahrenheit", "grados Fahrenheit"),
    "°": regular("grado"), "dB": Noun("decibelio", "decibelios"), **dict.fromkeys(("Mpx", "MP"), Noun("megapíxel", "megapíxeles")), "mcg": regular("microgramo"), "UI": Noun("unidad internacional", "unidades internacionales", "f"), **dict.fromkeys(("r. p. m.", "r.p.m."), Noun("revolución por minuto", "revoluciones por minuto", "f")), "reb.": Noun("rebote", "rebotes"), "tap.": Noun("tapón", "tapones"), "asist.": regular("asistencia", "f"), "rob.": regular("robo"), "rec.": Noun("recámara", "recámaras", "f"), "qq": Noun("quintal", "quintales"), **dict.fromkeys(("rep.", "reps.", "reps"), Noun("repetición", "repeticiones", "f")), "bot.": regular("botella", "f"), "paq.": Noun("paquete", "paquetes"), "cj.": regular("caja", "f"), **dict.fromkeys(("d. h.", "d.h."), Noun("día hábil", "días hábiles")), "ppm": Noun("parte por millón", "partes por millón", "f"), "lpm": Noun("latido por minuto", "latidos por minuto"), "rpm": Noun("revolución por minuto", "revoluciones por minuto", "f"), "CV": Noun("caballo", "caballos"), "mmHg": Noun("milímetro de mercurio", "milímetros de mercurio"), '"': regular("pulgada", "f"), "cda.": regular("cucharada", "f"), "cdas.": regular("cucharada", "f"),
    "cdta.": regular("cucharadita", "f"), "cdtas.": regular("cucharadita", "f"), "pers.": regular("persona", "f"), "hab.": Noun("habitante", "habitantes"), "Nm": Noun("newton metro", "newtons metro"), "pts": regular("punto"), "cts": regular("céntimo"), "cts.": regular("céntimo"), "pts.": regular("punto"), "ptos": regular("punto"), "ptos.": regular("punto"), "comp.": regular("comprimido"), "comps.": regular("comprimido"), "ptas.": regular("peseta", "f"), "págs.": regular("página", "f"), "caps.": regular("capítulo"), **dict.fromkeys(("ud.", "uds."), Noun("unidad", "unidades", "f")), "cáps.": regular("cápsula", "f"), "amp.": regular("ampolla", "f"), **dict.fromkeys(("sem.", "sems."), regular("semana", "f")),
    **dict.fromkeys(("kms", "kms."), regular("kilómetro")), **dict.fromkeys(("mts", "mts."), regular("metro")), **dict.fromkeys(("cms", "cms."), regular("centímetro")), **dict.fromkeys(("kgs", "kgs."), Noun("kilo", "kilos")), **dict.fromkeys(("gr", "grs", "gr.", "grs."), regular("gramo")), **dict.fromkeys(("lts", "lts."), regular("litro")), **dict.fromkeys(("mins", "mins."), regular("minuto")), **dict.fromkeys(("seg.", "segs", "segs."), regular("segundo")),
    **dict.fromkeys(("msnm", "m.s.n.m.", "msnm."), Noun("metro sobre el nivel del mar", "metros sobre el nivel del mar")), "px": Noun("píxel", "píxeles"), "pb": Noun("punto básico", "puntos básicos"), "pp": Noun("punto porcentual", "puntos porcentuales"), "ppp": Noun("punto por pulgada", "puntos por pulgada"),
    "fps": Noun("fotograma por segundo", "fotogramas por segundo"), **dict.fromkeys(("vel.", "vels."), Noun("velocidad", "velocidades", "f")), "mi": regular("milla", "f"), **dict.fromkeys(("lb", "lbs"), regular("libra", "f")), "oz": regular("onza", "f"), "ft": Noun("pie", "pies"), "in": regular("pulgada", "f"), "mph": Noun("milla por hora", "millas por hora", "f"),
    **dict.fromkeys(("hrs.", "hs."), regular("hora", "f")), "bpm": Noun("latido por minuto", "latidos por minuto"), "kcals": Noun("kilocaloría", "kilocalorías", "f"), **dict.fromkeys(("dorm.", "dorms."), regular("dormitorio")), "plz.": regular("plaza", "f"), "plzs.": regular("plaza", "f"), "mEq": Noun("miliequivalente", "miliequivalentes"), "mmol": Noun("milimol", "milimoles"), "μmol": Noun("micromol", "micromoles"), "mol": Noun("mol", "moles"), "nits": Noun("nit", "nits"), "lm": Noun("lumen", "lúmenes"), "lx": Noun("lux", "lux"), "gal": Noun("galón", "galones"), "gal.": Noun("galón", "galones"), "yd": regular("yarda", "f"), "yds": regular("yarda", "f"),
}  # fmt: skip
UNITS = metric(
    "nano micro mili centi deci hecto kilo mega giga tera", _BASES, km=regular("kilómetro"), cm=regular("centímetro"), mm=regular("milímetro"),
    dm=regular("decímetro"), μm=regular("micrómetro"), nm=regular("nanómetro"),
)  # fmt: skip
