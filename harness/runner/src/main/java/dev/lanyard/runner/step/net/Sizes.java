package dev.lanyard.runner.step.net;

import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.From;
import dev.lanyard.runner.value.ByteSize;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Payload sizes to try. */
@Doc("a size, a list of sizes, or {from, to, step, also}")
public sealed interface Sizes {

    /** The most sizes that one step tries. */
    int MOST = 70_000;

    /** The octets, in the order of trying; at least one. */
    List<Integer> octets();

    /** One size, or several one after the other. */
    @From(From.Shape.LIST)
    record Each(@Doc("the sizes") List<ByteSize> sizes) implements Sizes {

        public Each {
            if (sizes.isEmpty() || sizes.size() > MOST) {
                throw new IllegalArgumentException("needs 1 to " + MOST + " sizes");
            }
            sizes.forEach(Sizes::checked);
        }

        @Override
        public List<Integer> octets() {
            return sizes.stream().map(size -> (int) size.octets()).toList();
        }

        @Override
        public String toString() {
            return sizes.stream().map(ByteSize::toString).collect(Collectors.joining(", "));
        }
    }

    /** One size. */
    @From(From.Shape.SCALAR)
    record One(@Doc("the size") ByteSize size) implements Sizes {

        public One {
            checked(size);
        }

        @Override
        public List<Integer> octets() {
            return List.of((int) size.octets());
        }

        @Override
        public String toString() {
            return size.toString();
        }
    }

    /** From small to large. */
    record Sweep(
            @Doc("the smallest") ByteSize from,
            @Doc("the largest, always tried") ByteSize to,
            @Doc("from one to the next") @Default("1B") ByteSize step,
            @Doc("more sizes, put in their places") @Default("[]") List<ByteSize> also) implements Sizes {

        public Sweep {
            checked(from);
            checked(to);
            also.forEach(Sizes::checked);
            if (from.compareTo(to) > 0 || step.octets() == 0) {
                throw new IllegalArgumentException("from must not be larger than to, and step not 0B");
            }
        }

        @Override
        public List<Integer> octets() {
            TreeSet<Integer> all = new TreeSet<>();
            for (long size = from.octets(); size < to.octets(); size += step.octets()) {
                all.add((int) size);
            }
            all.add((int) to.octets());
            also.forEach(size -> all.add((int) size.octets()));
            return List.copyOf(all);
        }

        @Override
        public String toString() {
            return from + " to " + to + " in steps of " + step + (also.isEmpty() ? "" : " and "
                    + also.stream().map(ByteSize::toString).collect(Collectors.joining(", ")));
        }
    }

    private static void checked(ByteSize size) {
        if (size.octets() > 65_507) {
            throw new IllegalArgumentException("a payload has at most 65507 octets, not " + size.octets());
        }
    }
}
