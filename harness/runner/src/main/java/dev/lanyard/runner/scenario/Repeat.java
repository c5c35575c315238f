package dev.lanyard.runner.scenario;

import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.From;
import dev.lanyard.runner.bind.Range;

/** How often a scenario is tried, and how many of the attempts must pass. */
public record Repeat(
        @Doc("how many attempts") @Default("1") @Range(min = "1", max = "100000") int times,
        @Doc("how many of them must pass: all, or a number") @Default("all") Require require,
        @Doc("how many attempts may be made again that the bench, and not the accessory, spoiled") @Default("0")
        @Range(min = "0", max = "100") int benchRetries) {

    /** Once. */
    public static final Repeat ONCE = new Repeat(1, new Require("all"), 0);

    /** {@code all} or a number. */
    @From(From.Shape.SCALAR)
    public record Require(String text) {

        public Require {
            if (!text.equals("all") && !text.matches("[1-9][0-9]{0,5}")) {
                throw new IllegalArgumentException("\"" + text + "\" is neither all nor a number from 1: how many of "
                        + "times must pass");
            }
        }
    }

    public Repeat {
        if (!require.text().equals("all") && Integer.parseInt(require.text()) > times) {
            throw new IllegalArgumentException("require: " + require.text() + " of times: " + times);
        }
    }

    /** The number of attempts that must pass. */
    public int required() {
        return require.text().equals("all") ? times : Integer.parseInt(require.text());
    }
}
