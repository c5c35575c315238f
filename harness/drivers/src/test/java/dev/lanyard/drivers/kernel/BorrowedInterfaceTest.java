package dev.lanyard.drivers.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is owed, on a machine made of files whose kernel may refuse. */
class BorrowedInterfaceTest {

    private static final String NAME = "lyfake0";

    @TempDir
    private Path root;

    private final List<String> orders = new ArrayList<>();
    private boolean up;
    private boolean refuses;
    private boolean there = true;

    private final LinkControl control = new LinkControl() {
        @Override
        public boolean isUp(String name) {
            return up;
        }

        @Override
        public void setUp(String name, boolean on) throws IOException {
            orders.add(on ? "up" : "down");
            if (refuses) {
                throw new IOException("taking interface " + name + (on ? " up" : " down") + ": refused");
            }
            up = on;
        }

        @Override
        public void addAddress(String name, String address, int prefixLength) {
            orders.add("+" + address);
        }

        @Override
        public void removeAddress(String name) {
            orders.add("-");
        }

        @Override
        public Hearing hearGroups(int index) {
            return () -> { };
        }
    };

    private final KernelInterfaces interfaces = new KernelInterfaces() {
        @Override
        public List<KernelInterface> list() {
            return List.of();
        }

        @Override
        public boolean isThere(String name, int index) {
            return there;
        }

        @Override
        public Optional<Boolean> carrier(String name) {
            return Optional.empty();
        }
    };

    @BeforeEach
    void settings() throws IOException {
        Files.createDirectories(root.resolve("ipv6/conf/" + NAME));
        Files.writeString(root.resolve("ipv6/conf/" + NAME + "/disable_ipv6"), "0\n");
    }

    private BorrowedInterface borrowed() {
        return new BorrowedInterface(new KernelInterface(NAME, 7, MacAddress.parse("02:4c:4e:43:4d:01"), 1500, "",
                Optional.empty(), Optional.empty()), interfaces, control, root, root.resolve("notes"));
    }

    private long notes() throws IOException {
        try (var files = Files.list(root.resolve("notes"))) {
            return files.count();
        }
    }

    @Test
    void everythingIsPutBackInTheEnd() throws IOException {
        BorrowedInterface borrowed = borrowed();
        borrowed.takeUp();
        borrowed.address("192.168.77.9", 24);
        assertEquals("1", Files.readString(root.resolve("ipv6/conf/" + NAME + "/disable_ipv6")).strip());
        assertEquals(1, notes());

        borrowed.close();

        assertEquals(List.of("up", "+192.168.77.9", "-", "down"), orders);
        assertEquals("0", Files.readString(root.resolve("ipv6/conf/" + NAME + "/disable_ipv6")).strip());
        assertEquals(0, notes());
    }

    @Test
    void whatTheKernelRefusesToTakeBackStaysOwedAndTheRestIsPutBack() throws IOException {
        BorrowedInterface borrowed = borrowed();
        borrowed.takeUp();
        refuses = true;

        borrowed.close();

        assertEquals("0", Files.readString(root.resolve("ipv6/conf/" + NAME + "/disable_ipv6")).strip());
        assertEquals(1, notes(), "doctor --repair can try it again");
    }

    @Test
    void anInterfaceThatWentOwesNothing() throws IOException {
        BorrowedInterface borrowed = borrowed();
        borrowed.takeUp();
        there = false;
        refuses = true;

        borrowed.close();

        assertEquals(List.of("up"), orders);
        assertEquals(0, notes());
    }

    @Test
    void anInterfaceThatCannotBeTakenUpIsOwedNothingAfterwards() throws IOException {
        refuses = true;
        BorrowedInterface borrowed = borrowed();

        assertTrue(assertThrows(IOException.class, borrowed::takeUp).getMessage().endsWith("refused"));
        refuses = false;
        borrowed.close();

        assertEquals("0", Files.readString(root.resolve("ipv6/conf/" + NAME + "/disable_ipv6")).strip());
        assertEquals(0, notes());
    }
}
