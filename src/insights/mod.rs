//! How it goes: progress, health, what needs attention. Pure.
