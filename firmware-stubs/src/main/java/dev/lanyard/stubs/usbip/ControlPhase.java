package dev.lanyard.stubs.usbip;

import dev.lanyard.drivers.usbip.OctetReader;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usbip.Decoded;
import dev.lanyard.wire.usbip.DevlistReply;
import dev.lanyard.wire.usbip.ImportReply;
import dev.lanyard.wire.usbip.OperationRequest;
import dev.lanyard.wire.usbip.OperationStatus;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the one request that a new connection makes; an import that is granted begins an {@link ImportSession}. */
final class ControlPhase extends OctetReader {

    private static final Logger LOG = LoggerFactory.getLogger(ControlPhase.class);

    private final Map<String, Export> exports;
    private final Limits limits;
    private Future<?> patience;

    ControlPhase(Map<String, Export> exports, Limits limits) {
        this.exports = exports;
        this.limits = limits;
        expect(OperationRequest.MIN_LENGTH);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        patience = ctx.executor().schedule(() -> close(ctx, "no whole request within " + limits.messageTime()),
                limits.messageTime().toNanos(), TimeUnit.NANOSECONDS);
        ctx.fireChannelActive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (patience != null) {
            patience.cancel(false);
        }
    }

    @Override
    protected void octets(ChannelHandlerContext ctx, byte[] octets) {
        switch (OperationRequest.decode(Bytes.wrap(octets))) {
            case Decoded.Complete<OperationRequest>(OperationRequest.Devlist list, int consumed) -> answer(ctx,
                    new DevlistReply(0, exports.values().stream().map(Export::description).toList()).encode());
            case Decoded.Complete<OperationRequest>(OperationRequest.Import wanted, int consumed) -> grant(ctx, wanted);
            case Decoded.Incomplete<OperationRequest>(int required) ->
                    expect(Arrays.copyOf(octets, required), octets.length);
            case Decoded.Invalid<OperationRequest>(String defect) -> close(ctx, defect);
        }
    }

    private void grant(ChannelHandlerContext ctx, OperationRequest.Import wanted) {
        Export export = exports.get(wanted.busId());
        if (export == null) {
            answer(ctx, ImportReply.refused(OperationStatus.NODEV).encode());
            return;
        }
        ImportSession session = new ImportSession(export, ctx.channel(), limits);
        if (!export.take(session)) {
            answer(ctx, ImportReply.refused(OperationStatus.DEV_BUSY).encode());
            return;
        }
        session.begin();
        ctx.writeAndFlush(buffer(ImportReply.accepted(export.description()).encode()), ctx.voidPromise());
        ctx.pipeline().replace(this, null, session);
    }

    /** A request that was answered otherwise than by a device ends its connection. */
    private static void answer(ChannelHandlerContext ctx, Bytes reply) {
        ctx.channel().config().setAutoRead(false);
        ctx.writeAndFlush(buffer(reply)).addListener(ChannelFutureListener.CLOSE);
    }

    private static ByteBuf buffer(Bytes octets) {
        return Unpooled.wrappedBuffer(octets.toArray());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        close(ctx, cause.toString());
    }

    private static void close(ChannelHandlerContext ctx, String reason) {
        LOG.debug("connection of {} closed: {}", ctx.channel().remoteAddress(), reason);
        ctx.close();
    }
}
