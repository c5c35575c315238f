package dev.lanyard.stubs.usbip;

import dev.lanyard.drivers.usbip.OctetReader;
import dev.lanyard.stubs.usb.Urb;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usbip.CmdSubmit;
import dev.lanyard.wire.usbip.CmdUnlink;
import dev.lanyard.wire.usbip.Decoded;
import dev.lanyard.wire.usbip.Errno;
import dev.lanyard.wire.usbip.RetSubmit;
import dev.lanyard.wire.usbip.RetUnlink;
import dev.lanyard.wire.usbip.UrbMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's hold on a device: the server's side of the transfer phase. The device is called on the channel's event
 * loop alone; it may complete transfers on any thread.
 *
 * <p>Every CMD_SUBMIT gets exactly one RET_SUBMIT, unless its RET_UNLINK said that it was withdrawn. A client that
 * breaks the protocol or a {@link Limits limit} loses its connection.
 */
final class ImportSession extends OctetReader {

    private static final Logger LOG = LoggerFactory.getLogger(ImportSession.class);

    /** A transfer that the device has. */
    private static final class Pending implements Urb.Completion {

        private final ImportSession session;
        private final int seqnum;
        private final long octets;
        private Urb urb;
        private Urb.Status status;
        private Bytes data;
        private int actualLength;
        /** The CMD_UNLINK that came too late and is to be answered after the RET_SUBMIT; 0 for none. */
        private int lateUnlinkSeqnum;

        Pending(ImportSession session, int seqnum, long octets) {
            this.session = session;
            this.seqnum = seqnum;
            this.octets = octets;
        }

        @Override
        public void completed(Urb ended, Urb.Status how, Bytes reply, int length) {
            status = how;
            data = reply;
            actualLength = length;
            session.completed(this);
        }
    }

    private final Export export;
    private final Channel channel;
    private final Limits limits;
    private final int devid;
    private final CountDownLatch detached = new CountDownLatch(1);

    private final Queue<Pending> completions = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean answeringPlanned = new AtomicBoolean();

    private final IntObjectMap<Pending> pending = new IntObjectHashMap<>();
    private final byte[] header = new byte[UrbMessage.LENGTH];
    private final byte[] outgoing = new byte[UrbMessage.LENGTH];
    private CmdSubmit receiving;
    private long pendingOctets;
    private boolean reading;
    private boolean over;
    private long messages;
    private long messagesAtLastLook = -1;
    private Future<?> watch;

    ImportSession(Export export, Channel channel, Limits limits) {
        this.export = export;
        this.channel = channel;
        this.limits = limits;
        devid = export.description().devid();
        expect(header, 0);
    }

    /** Attaches the device. On the event loop, once the export was taken. */
    void begin() {
        long period = limits.messageTime().toNanos();
        watch = channel.eventLoop().scheduleAtFixedRate(this::lookForHalfMessage, period, period,
                TimeUnit.NANOSECONDS);
        channel.closeFuture().addListener(closed -> end());
        export.device().attach();
    }

    /** Closes the connection and waits until the device is detached, at most {@code bound}. */
    void drop(Duration bound) {
        channel.close();
        if (channel.eventLoop().inEventLoop()) {
            return;
        }
        try {
            if (!detached.await(bound.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("device not detached within {} of closing its connection", bound);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        over = true;
        watch.cancel(false);
        for (Pending each : pending.values()) {
            each.urb.cancel();
        }
        pending.clear();
        try {
            export.device().detach();
        } finally {
            export.release(this);
            detached.countDown();
        }
    }

    @Override
    protected void octets(ChannelHandlerContext ctx, byte[] octets) {
        messages++;
        reading = true;
        if (receiving != null) {
            CmdSubmit submit = receiving;
            receiving = null;
            expect(header, 0);
            submit(submit, Bytes.wrap(octets));
            return;
        }
        switch (UrbMessage.decode(octets, 0)) {
            case Decoded.Complete<UrbMessage>(CmdSubmit submit, int consumed) -> admit(submit);
            case Decoded.Complete<UrbMessage>(CmdUnlink unlink, int consumed) -> unlink(unlink);
            case Decoded.Complete<UrbMessage>(UrbMessage other, int consumed) ->
                    close("expected CMD_SUBMIT or CMD_UNLINK, the client sent a server's reply: " + other);
            case Decoded.Invalid<UrbMessage>(String defect) -> close(defect);
            case Decoded.Incomplete<UrbMessage>(int required) -> throw new IllegalStateException("48 octets were read");
        }
    }

    private void admit(CmdSubmit submit) {
        if (submit.devid() != devid) {
            close("CMD_SUBMIT for devid " + Integer.toHexString(submit.devid()) + ", imported was "
                    + Integer.toHexString(devid));
        } else if (pending.containsKey(submit.seqnum())) {
            close("CMD_SUBMIT repeats seqnum " + Integer.toUnsignedString(submit.seqnum()) + ", which is under way");
        } else if (pending.size() >= limits.pendingUrbs()
                || pendingOctets + submit.transferBufferLength() > limits.pendingOctets()) {
            close("more than " + limits.pendingUrbs() + " transfers or " + limits.pendingOctets()
                    + " octets are under way");
        } else if (submit.payloadLength() > 0) {
            receiving = submit;
            expect(submit.payloadLength());
        } else {
            submit(submit, Bytes.EMPTY);
        }
    }

    private void submit(CmdSubmit submit, Bytes data) {
        SetupPacket setup = submit.endpoint() == 0 ? SetupPacket.decode(submit.setup()) : null;
        int length = setup != null && submit.in() ? Math.min(submit.transferBufferLength(), setup.wLength())
                : submit.transferBufferLength();
        Pending each = new Pending(this, submit.seqnum(), submit.transferBufferLength());
        each.urb = new Urb(submit.endpointAddress(), setup, data, length, submit.isZeroPacket(), each);
        pending.put(each.seqnum, each);
        pendingOctets += each.octets;
        export.device().submit(each.urb);
        writeCompleted();
    }

    private void unlink(CmdUnlink unlink) {
        Pending each = pending.get(unlink.unlinkSeqnum());
        if (each == null) {
            write(new RetUnlink(unlink.seqnum(), 0), Bytes.EMPTY);
        } else if (each.urb.cancel()) {
            forget(each);
            write(new RetUnlink(unlink.seqnum(), Errno.ECONNRESET.status()), Bytes.EMPTY);
        } else {
            each.lateUnlinkSeqnum = unlink.seqnum();
        }
    }

    /** From any thread: the device ended a transfer. */
    private void completed(Pending each) {
        completions.add(each);
        boolean comesToIt = channel.eventLoop().inEventLoop() && reading;
        if (!comesToIt && answeringPlanned.compareAndSet(false, true)) {
            try {
                channel.eventLoop().execute(this::answerCompleted);
            } catch (RejectedExecutionException e) {
                // The server is closed: nobody is left to be answered.
            }
        }
    }

    private void answerCompleted() {
        answeringPlanned.set(false);
        if (writeCompleted()) {
            channel.flush();
        }
    }

    private boolean writeCompleted() {
        boolean any = false;
        for (Pending each = completions.poll(); each != null; each = completions.poll()) {
            if (!over && pending.get(each.seqnum) == each) {
                answer(each);
                any = true;
            }
        }
        return any;
    }

    private void answer(Pending each) {
        forget(each);
        int status = switch (each.status) {
            case OK -> 0;
            case STALL -> Errno.EPIPE.status();
            case OVERFLOW -> Errno.EOVERFLOW.status();
        };
        write(new RetSubmit(each.seqnum, status, each.actualLength), each.data);
        if (each.lateUnlinkSeqnum != 0) {
            write(new RetUnlink(each.lateUnlinkSeqnum, 0), Bytes.EMPTY);
        }
    }

    private void forget(Pending each) {
        pending.remove(each.seqnum);
        pendingOctets -= each.octets;
    }

    private void write(UrbMessage message, Bytes data) {
        message.encode(outgoing, 0);
        int length = UrbMessage.LENGTH + data.length();
        ByteBuf buffer = channel.alloc().buffer(length).writeBytes(outgoing);
        data.copyTo(buffer.nioBuffer(UrbMessage.LENGTH, data.length()));
        channel.write(buffer.writerIndex(length), channel.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        reading = false;
        answerCompleted();
        ctx.flush();
    }

    /** A client that does not take its answers is not asked for more. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        ctx.channel().config().setAutoRead(ctx.channel().isWritable());
    }

    private void lookForHalfMessage() {
        boolean half = isMidPiece() || receiving != null;
        if (half && messages == messagesAtLastLook && channel.isWritable()) {
            close("a message begun and not completed within " + limits.messageTime());
        }
        messagesAtLastLook = half ? messages : -1;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            close(cause.toString());
        } else {
            LOG.error("connection of {} closed by a failure in the emulation", channel.remoteAddress(), cause);
            channel.close();
        }
    }

    private void close(String reason) {
        LOG.debug("connection of {} closed: {}", channel.remoteAddress(), reason);
        channel.close();
    }
}
