#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| pleiad_fuzz::ics_in(data));
