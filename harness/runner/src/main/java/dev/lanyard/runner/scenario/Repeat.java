package dev.lanyard.runner.scenario;

import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.From;

/** How often a scenario is tried, and how many of the attempts must pass. */
public record Repeat(
        @Doc("how many attempts") @Default("1") int times,
        @Doc("how many of them must pass: all, or a number") @Default("all") Require require) {

    /** Once. */
    public static final Repeat ONCE = new Repeat(1, new Require("all"));

    /** {@code all} or a number. */
    @From(From.Shape.SCALAR)
    public record Require(String text) {

        public Require {
            if (!text.equals("all") && !text.matches("[1-9][0-9]{0,5}")) {
                throw new IllegalArgumentException("\"" + text + "\" is neither all nor a number from 1");
            }
        }
    }

    public Repeat {
        if (times < 1 || times > 100_000) {
            throw new IllegalArgumentException("times is 1 to 100000, not " + times);
        }
        if (!require.text().equals("all") && Integer.parseInt(require.text()) > times) {
            throw new IllegalArgumentException("require: " + require.text() + " of times: " + times);
        }
    }

    /** The number of attempts that must pass. */
    public int required() {
        return require.text().equals("all") ? times : Integer.parseInt(require.text());
    }
}
