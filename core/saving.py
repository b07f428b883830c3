"""How is a row checked and saved, and how does the database's refusal reach the person in words?"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models


def keep(record: models.Model) -> None:
    """Check what can be checked here, and save. Constraints and foreign keys are checked by the database alone, once,
    by the insert or update itself: asking it about each of them beforehand would be a dozen queries for every save.
    Raises ValidationError, in the constraint's own words; the transaction is then to be rolled back."""
    relations = {field.name for field in record._meta.concrete_fields if field.remote_field}
    record.clean_fields(exclude=relations)
    record.clean()
    try:
        record.save()
    except IntegrityError as broken:
        raise refusal_of(record, broken) from broken


def refusal_of(record: models.Model, broken: IntegrityError) -> Exception:
    """The words of the constraint that was broken, beside its field where it has just one; a constraint of another
    table, or a fault, stays what it was."""
    name = getattr(getattr(broken.__cause__, "diag", None), "constraint_name", None)
    for constraint in record._meta.constraints:
        if constraint.name == name:
            return words_of(constraint)
    for field in record._meta.concrete_fields:
        if field.unique and not field.primary_key and name and f"_{field.column}_" in name:
            message = record.unique_error_message(type(record), (field.name,))
            return ValidationError({field.name: message})
    return broken


def words_of(constraint: models.BaseConstraint) -> ValidationError:
    fields: Any = getattr(constraint, "fields", ())
    message = constraint.get_violation_error_message()
    return ValidationError({fields[0]: message} if len(fields) == 1 else message)
