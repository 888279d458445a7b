"""Spanish ordinals with their genders, and the names of rulers and saints that have one."""

# ruff: noqa: E501 - a list of names is one line

import re

from f5tts_worker.engine.text.languages.es.gender import FEMININE
from f5tts_worker.engine.text.reading.numbers import in_words
from f5tts_worker.engine.text.reading.romance import Ordinals

_ELEVENTH = {11: "undécimo", 12: "duodécimo", 13: "decimotercero", 14: "decimocuarto", 15: "decimoquinto", 16: "decimosexto",
             17: "decimoséptimo", 18: "decimoctavo", 19: "decimonoveno"}  # fmt: skip


def ordinal(number: int) -> str:
    """Say an ordinal of a masculine noun."""
    return _ELEVENTH.get(number) or in_words(number, "es", to="ordinal")


NUMBERED = "siglo|siglos|s\\.|ss\\.|vol\\.|cap\\.|t\\.|capítulo|tomo|acto|escena|libro|parte|volumen|título|sección|artículo|tipo|fase|guerra mundial|anexo"
REGNAL = (
    "(?<=\\bpapa )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\brey )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\breina )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bemperador )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bzar )[A-ZÀ-Þ][^\\W\\d_]+|"
    "Alejandro|Alfonso|Amadeo|Benedicto|Carlos|Catalina|Clemente|Enrique|Eduardo|Federico|Felipe|Fernando|Francisco|Guillermo|Gregorio|"
    "Concilio Vaticano|Vaticano|Inocencio|Isabel|Jacobo|Jaime|Jorge|José|Juan|Juan Carlos|Juan Pablo|Leopoldo|León|Luis|María|Napoleón|Nicolás|Pablo|Pedro|Pío|"
    "Ramsés|Ricardo|Sancho|Urbano|Víctor Manuel"
)
SAINTS = "Agustín|Andrés|Antonio|Benito|Bernardo|Fernando|Francisco|Ignacio|Isidro|Jorge|José|Juan|Lorenzo|Lucas|Marcos|Martín|Mateo|Miguel|Nicolás|Pablo|Pedro|Sebastián|Vicente"
ORDINALS = Ordinals(
    code="es",
    say=ordinal,
    is_feminine=FEMININE,
    ends=r"(?= [^\W\d_])|er|ra|ro|do|da|to|ta|mo|ma|vo|va|no|na",
    nouns="guerra|república|edición|cumbre|congreso|centenario|plan|concilio|internacional|aniversario|festival|premios?|certamen|legislatura|jornadas?|feria|carrera|maratón|trofeo|torneo|campeonato|concurso|simposio|asamblea|bienal|encuentro|dinastía|milenio|vuelta|cruzada|semana|gala|convenio|conferencia|convención|muestra|salón|foro|reunión|regata|travesía|convocatoria|escuela|olimpiada|copa",
    queens=frozenset({"Isabel", "Catalina", "María"}),
    last_ruler=10,
    before_noun=lambda said: re.sub(r"(primer|tercer)o$", r"\1", said),
)
