#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| pleiad_fuzz::csv_in(data));
