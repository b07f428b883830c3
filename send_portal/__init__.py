"""Settings, addresses, the timetable of tasks, and the demo data."""
