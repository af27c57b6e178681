"""The records hold their promises: frozen, slotted, nothing but declared fields."""

from __future__ import annotations

import dataclasses

import pytest

from archive import records


def record_types() -> list[type]:
    found = [v for v in vars(records).values() if isinstance(v, type) and dataclasses.is_dataclass(v)]
    assert len(found) >= 10
    return found


@pytest.mark.parametrize("kind", record_types())
def test_a_record_is_frozen_and_slotted(kind: type) -> None:
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert not hasattr(object.__new__(kind), "__dict__")
