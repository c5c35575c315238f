package dev.lanyard.runner.step.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanyard.runner.value.ByteSize;
import java.util.List;
import org.junit.jupiter.api.Test;

class SizesTest {

    private static ByteSize size(long octets) {
        return new ByteSize(octets);
    }

    @Test
    void aSweepHasBothEndsAndTheOthersInTheirPlaces() {
        assertEquals(List.of(0, 63, 64, 65, 128, 150), new Sizes.Sweep(size(0), size(150), size(64),
                List.of(size(65), size(63), size(64))).octets());
        assertEquals(List.of(7), new Sizes.Sweep(size(7), size(7), size(1), List.of()).octets());
    }

    @Test
    void impossibleSizesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Sizes.One(size(65_508)));
        assertThrows(IllegalArgumentException.class, () -> new Sizes.Each(List.of()));
        assertThrows(IllegalArgumentException.class,
                () -> new Sizes.Sweep(size(2), size(1), size(1), List.of()));
        assertThrows(IllegalArgumentException.class,
                () -> new Sizes.Sweep(size(0), size(1), size(0), List.of()));
    }
}
