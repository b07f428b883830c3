"""A made-up Integrated Care Board, its people and its children: for the demo and for the tests."""
