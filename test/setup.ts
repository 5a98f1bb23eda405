import fc from "fast-check";

// One seed for every property, so that a test that passes passes again. ORRERY_TEST_SEED=n tries other cases.
fc.configureGlobal({ seed: Number(process.env["ORRERY_TEST_SEED"] ?? 1) });

// Text is compared as a file or a pipe gets it, wherever the tests run: vitest forces colours upon its workers where it
// prints them itself.
delete process.env["FORCE_COLOR"];
process.env["NO_COLOR"] = "1";
