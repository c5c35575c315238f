package dev.lanyard.drivers.usbip;

import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usbip.Decoded;
import io.netty.channel.ChannelHandlerContext;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Waits for one control-phase message. Its future completes with the message, or with a {@link UsbException} that names
 * what was expected and what came instead.
 */
final class Expectation<T> extends OctetReader {

    private final String asked;
    private final String expected;
    private final Function<Bytes, Decoded<T>> decoder;
    private final CompletableFuture<T> message = new CompletableFuture<>();
    private byte[] known = new byte[0];

    /**
     * @param asked    the beginning of error messages
     * @param expected the message's name
     * @param least    its shortest length in octets
     */
    Expectation(String asked, String expected, int least, Function<Bytes, Decoded<T>> decoder) {
        this.asked = asked;
        this.expected = expected;
        this.decoder = decoder;
        expect(least);
    }

    CompletableFuture<T> message() {
        return message;
    }

    /** What to say when {@code deadline} passed without the whole message. */
    UsbException late(Deadline deadline) {
        byte[] seen = partial();
        if (decoder.apply(Bytes.wrap(seen)) instanceof Decoded.Invalid<T>(String defect)) {
            return new UsbException(UsbError.GARBAGE, asked, defect + ", and no more within " + deadline);
        }
        return new UsbException(UsbError.TIMEOUT, asked, "expected " + expected + " within " + deadline + ", "
                + came(seen));
    }

    @Override
    protected void octets(ChannelHandlerContext ctx, byte[] octets) {
        switch (decoder.apply(Bytes.wrap(octets))) {
            case Decoded.Complete<T>(T value, int consumed) -> {
                known = octets;
                message.complete(value);
            }
            case Decoded.Incomplete<T>(int required) -> {
                known = octets;
                expect(Arrays.copyOf(octets, required), octets.length);
            }
            case Decoded.Invalid<T>(String defect) -> fail(ctx, UsbError.GARBAGE, defect);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        byte[] seen = partial();
        if (seen.length > 0 && decoder.apply(Bytes.wrap(seen)) instanceof Decoded.Invalid<T>(String defect)) {
            fail(ctx, UsbError.GARBAGE, defect + ", then the connection was closed");
        } else {
            fail(ctx, UsbError.IO, "expected " + expected + ", " + came(seen) + ", then the connection was closed");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, UsbError.IO, "expected " + expected + ", " + came(partial()) + ", then: " + cause.getMessage());
    }

    private String came(byte[] seen) {
        byte[] all = seen.length == 0 ? known : seen;
        return all.length == 0 ? "nothing came" : "only " + all.length + " octets came: " + Bytes.wrap(all);
    }

    private void fail(ChannelHandlerContext ctx, UsbError error, String detail) {
        message.completeExceptionally(new UsbException(error, asked, detail));
        ctx.close();
    }
}
