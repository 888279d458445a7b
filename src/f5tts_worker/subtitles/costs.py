"""What breaks between cues and lines cost, and what cues hold and lack."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BreakCosts:
    """What a break costs; only the order and the rough distances matter. Ours, tuned by eye."""

    cue: int = 25  # for every cue, so that there are no more cues than needed
    at_clause: int = 15
    at_pause: int = 5
    before_bracket: int = 30
    elsewhere: int = 60  # and what `together.parting` says
    inside_word: int = 400  # on top: between the parts of a word that no line can hold; lines break there
    inside_address: int = 40  # on top, where there is no space
    inside_domain: int = 200  # on top, after a full stop there, which seems to end a sentence
    before_mark: int = 1000  # on top: no line begins with a closing mark, or ends with an opening one
    sentence_inside: int = 35
    rest_inside: int = 90  # on top: the rest of a sentence and the beginning of the next
    pause_inside: int = 70
    missed: int = 60  # for a cue that is on the screen for less than the shortest or the reading time, and
    too_short: int = 120  # times the missing share of the shortest time
    too_fast: int = 80  # times the missing share of the reading time
    full: int = 30  # times the square of how full the cue is: two cues of one sentence share it evenly
    unbalanced: int = 80  # times the difference of the two lines, as a share of the line
    alone: int = 90  # a short word of a longer sentence for itself
    alone_in_line: int = 40  # a short word for itself in one of two lines
    held_line: int = 700  # a cue whose lines can only break where a line must not end


COSTS = BreakCosts()
