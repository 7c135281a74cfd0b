"""The vocabulary: marks of fields and single characters, in the notation of Donut."""
from labels import CHARACTERS, FIELDS

TASK = "<s_label>"
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>", TASK]
MARKS = [mark for field in FIELDS for mark in (f"<s_{field}>", f"</s_{field}>")]
PIECES = ["\u2581", *CHARACTERS]
VOCABULARY = [*SPECIAL, *MARKS, *PIECES]
ID = {token: index for index, token in enumerate(VOCABULARY)}
PAD, END, START = ID["<pad>"], ID["</s>"], ID[TASK]


def encode(values: dict[str, str]) -> list[int]:
    """Token ids of an answer, from the task's mark to the end."""
    ids = [START]
    for field in FIELDS:
        ids += [ID[f"<s_{field}>"], *(ID[character] for character in values[field]), ID[f"</s_{field}>"]]
    return [*ids, END]
