"""Which questions does a marker answer, until an Integrated Care Board writes its own?"""

from dataclasses import dataclass


@dataclass(frozen=True)
class StandardQuestion:
    """`example` is a worked one: what a Yes, a Partly and a No look like."""

    section: str
    words: str
    weight: int
    example: str


STANDARD = (
    StandardQuestion(
        "C", "Is Section C, as issued, word for word the ICB approved wording?", 3,
        "Yes: every word and comma is the same. Partly: one sentence is left out. No: it is written anew, or nothing "
        "was approved and something is there.",
    ),
    StandardQuestion(
        "C", "Does Section C say how each need affects access to education?", 2,
        "Yes: “Seizures make her tired, so she misses up to an hour of learning.” Partly: said of one need of two. "
        "No: “She has epilepsy.”",
    ),
    StandardQuestion(
        "G", "Is Section G, as issued, word for word the ICB approved wording?", 3,
        "Yes: every word and comma is the same. Partly: a sentence was added. No: “Health provision will be "
        "arranged.”",
    ),
    StandardQuestion(
        "G", "Has every need in C that calls for provision some in G?", 2,
        "Yes: epilepsy in C, the nurse’s review of the care plan in G. Partly: medicine in C, and G has its review "
        "but not who prescribes it. No: epilepsy in C, G is empty.",
    ),
    StandardQuestion(
        "G", "Does all provision in G say the type of support and who provides it?", 2,
        "Yes: “A community children’s nurse reviews the care plan with the school every term.” Partly: the type "
        "without who. No: “Access to services as required.”",
    ),
    StandardQuestion(
        "G", "Is G free of provision that educates or trains, which belongs in F?", 2,
        "Yes: none. Partly: a programme that may be either, such as physiotherapy. No: “Speech and language therapy, "
        "six sessions a term.”",
    ),
    StandardQuestion(
        "E", "Are the health outcomes in E outcomes for the child, not services or waiting times?", 1,
        "Yes: “will know what to do when a seizure comes.” Partly: one outcome of two. No: “will be seen within a "
        "year.”",
    ),
    StandardQuestion(
        "", "Can the family read it: plain words, medical terms explained?", 1,
        "Yes: “epilepsy (seizures, when the brain’s signals are disturbed).” Partly: some terms explained. No: "
        "“tonic-clonic, nocturnal, on LEV bd.”",
    ),
)  # fmt: skip
