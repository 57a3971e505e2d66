//! When: dates, free time, cadence. Pure; today is an argument.
