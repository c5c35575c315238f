package dev.lanyard.drivers.libusb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanyard.drivers.usb.TransferRequest;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.TransferType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.usb4java.LibUsb;

/** Nothing is submitted here; that transfers pass is shown by the contract of the virtual lab. */
class NativeTransfersTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final TransferRequest READ = TransferRequest.in(TransferType.BULK, 0x81, 16_896, SECOND);

    private final NativeTransfers transfers = new NativeTransfers(null);

    @BeforeAll
    static void loads() {
        boolean loaded;
        try {
            LibUsb.getVersion();
            loaded = true;
        } catch (LinkageError | RuntimeException e) {
            loaded = false;
        }
        assumeTrue(loaded, "usb4java has no native library that loads here");
    }

    @AfterEach
    void close() {
        transfers.close();
    }

    private NativeTransfers.Native take(TransferRequest request, int octets) {
        return transfers.take(request, octets, ended -> { });
    }

    private static TransferRequest write(int octets) {
        return TransferRequest.out(TransferType.BULK, 0x02, Bytes.wrap(new byte[octets]), false, SECOND);
    }

    @Test
    void whatWasGivenBackServesTheNextTransferOfTheSameEndpoint() {
        NativeTransfers.Native first = take(READ, READ.length());
        NativeTransfers.Native second = take(READ, READ.length());
        assertNotSame(first, second);
        transfers.give(first, READ);
        assertNotSame(first, take(TransferRequest.in(TransferType.BULK, 0x83, 512, SECOND), 512));
        assertNotSame(first, take(TransferRequest.in(TransferType.INTERRUPT, 0x81, 512, SECOND), 512));
        assertSame(first, take(READ, READ.length()));
    }

    @Test
    void aShortWriteLeavesRoomForALongOneAndALongerOneGetsABufferOfItsOwn() {
        NativeTransfers.Native first = take(write(1), 1);
        transfers.give(first, write(1));
        NativeTransfers.Native again = take(write(16_384), 16_384);
        assertSame(first, again);
        transfers.give(again, write(16_384));
        NativeTransfers.Native longer = take(write(16_385), 16_385);
        assertNotSame(first, longer);
        assertEquals(16_385, longer.buffer().capacity());
    }

    @Test
    void anEmptyWriteAndAnEmptyReadHaveATransferToo() {
        assertNotNull(take(write(0), 0));
        assertNotNull(take(TransferRequest.in(TransferType.BULK, 0x81, 0, SECOND), 0));
    }

    @Test
    void onlyABoundedNumberIsKeptAndNoneThatIsVeryLongOrForControl() {
        List<NativeTransfers.Native> many = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            many.add(take(READ, READ.length()));
        }
        many.forEach(one -> transfers.give(one, READ));
        long again = many.stream().map(one -> take(READ, READ.length())).filter(many::contains).count();
        assertEquals(16, again);

        TransferRequest control = TransferRequest.control(new SetupPacket(0x80, 6, 0x0100, 0, 18), Bytes.EMPTY, SECOND);
        NativeTransfers.Native asked = take(control, 26);
        transfers.give(asked, control);
        assertNotSame(asked, take(control, 26));

        NativeTransfers.Native huge = take(write(1 << 20), 1 << 20);
        transfers.give(huge, write(1 << 20));
        assertNotSame(huge, take(write(1 << 20), 1 << 20));
    }

    @Test
    void onceClosedNothingIsKept() {
        NativeTransfers.Native late = take(READ, READ.length());
        transfers.close();
        transfers.give(late, READ);
        assertNotSame(late, take(READ, READ.length()));
    }
}
