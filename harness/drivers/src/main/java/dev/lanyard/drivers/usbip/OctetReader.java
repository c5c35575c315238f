package dev.lanyard.drivers.usbip;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Arrays;

/**
 * Reads a stream in pieces of lengths that the subclass asks for. Octets are copied once, from the socket's buffer into
 * the piece, however the stream was cut on its way.
 */
public abstract class OctetReader extends ChannelInboundHandlerAdapter {

    private byte[] piece;
    private int filled;

    /** Asks for {@code length} more octets, above zero. */
    protected final void expect(int length) {
        expect(new byte[length], 0);
    }

    /** Asks that {@code target} be filled from {@code offset} on; there is room for at least one octet. */
    protected final void expect(byte[] target, int offset) {
        if (offset >= target.length) {
            throw new IllegalArgumentException("no room at " + offset + " of " + target.length);
        }
        piece = target;
        filled = offset;
    }

    /** A piece is complete. The subclass asks for the next one, or leaves the pipeline, or closes the channel. */
    protected abstract void octets(ChannelHandlerContext ctx, byte[] octets);

    /** What of the piece under way has come so far; empty between pieces. */
    protected final byte[] partial() {
        return piece == null ? new byte[0] : Arrays.copyOf(piece, filled);
    }

    /** Whether a piece has begun and is not complete. */
    protected final boolean isMidPiece() {
        return filled > 0;
    }

    @Override
    public final void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf buffer = (ByteBuf) message;
        try {
            while (buffer.isReadable() && !ctx.isRemoved() && ctx.channel().isOpen()) {
                int count = Math.min(buffer.readableBytes(), piece.length - filled);
                buffer.readBytes(piece, filled, count);
                filled += count;
                if (filled == piece.length) {
                    byte[] complete = piece;
                    filled = 0;
                    octets(ctx, complete);
                }
            }
            if (buffer.isReadable() && ctx.isRemoved()) {
                ctx.fireChannelRead(buffer.retain());
            }
        } finally {
            buffer.release();
        }
    }
}
