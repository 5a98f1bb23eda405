import fc from "fast-check";

// One seed for every property, so that a test that passes passes again. ORRERY_TEST_SEED=n tries other cases.
fc.configureGlobal({ seed: Number(process.env["ORRERY_TEST_SEED"] ?? 1) });
