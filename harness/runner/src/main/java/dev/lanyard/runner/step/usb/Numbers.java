package dev.lanyard.runner.step.usb;

import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.From;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Values of a 16-bit field to try, one after the other. */
@Doc("a number, a list of numbers, or {from, to}")
public sealed interface Numbers {

    /** In the order of trying; at least one. */
    List<Integer> values();

    /** Several. */
    @From(From.Shape.LIST)
    record Each(@Doc("the numbers") List<Integer> numbers) implements Numbers {

        public Each {
            if (numbers.isEmpty() || numbers.size() > 0x10000) {
                throw new IllegalArgumentException("needs 1 to 65536 numbers");
            }
            numbers.forEach(Numbers::check);
        }

        @Override
        public List<Integer> values() {
            return numbers;
        }

        @Override
        public String toString() {
            return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
    }

    /** One. */
    @From(From.Shape.SCALAR)
    record One(@Doc("the number") int number) implements Numbers {

        public One {
            check(number);
        }

        @Override
        public List<Integer> values() {
            return List.of(number);
        }

        @Override
        public String toString() {
            return Integer.toString(number);
        }
    }

    /** All of a range, both ends included. */
    record Range(@Doc("the first") int from, @Doc("the last") int to) implements Numbers {

        public Range {
            check(from);
            check(to);
            if (to < from) {
                throw new IllegalArgumentException("from is above to");
            }
        }

        @Override
        public List<Integer> values() {
            return IntStream.rangeClosed(from, to).boxed().toList();
        }

        @Override
        public String toString() {
            return from + " to " + to;
        }
    }

    private static void check(int number) {
        if (number < 0 || number > 0xFFFF) {
            throw new IllegalArgumentException("0 to 0xffff is needed, not " + number);
        }
    }
}
