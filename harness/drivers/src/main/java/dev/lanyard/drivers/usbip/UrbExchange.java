package dev.lanyard.drivers.usbip;

import dev.lanyard.drivers.usb.TransferRequest;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.drivers.usbip.UsbIpTransfer.State;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.TransferType;
import dev.lanyard.wire.usb.UsbSpeed;
import dev.lanyard.wire.usbip.CmdSubmit;
import dev.lanyard.wire.usbip.CmdUnlink;
import dev.lanyard.wire.usbip.Decoded;
import dev.lanyard.wire.usbip.Errno;
import dev.lanyard.wire.usbip.ExportedDevice;
import dev.lanyard.wire.usbip.RetSubmit;
import dev.lanyard.wire.usbip.RetUnlink;
import dev.lanyard.wire.usbip.UrbMessage;
import dev.lanyard.wire.usbip.UsbIp;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import io.netty.util.concurrent.Future;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The client's side of the transfer phase on one channel.
 *
 * <p>A transfer ends by its RET_SUBMIT. When its deadline passes or it is cancelled, it is withdrawn by CMD_UNLINK and
 * still gets a short time for the answer, because a RET_SUBMIT that crossed the CMD_UNLINK carries data that would
 * otherwise be lost. A server that leaves a CMD_UNLINK unanswered for {@value #DEAD_SECONDS} s is taken for gone.
 */
final class UrbExchange extends OctetReader {

    /** How long after a deadline the answer to CMD_UNLINK is waited for before the transfer completes without it. */
    private static final long UNLINK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int DEAD_SECONDS = 5;
    private static final long DEAD_NANOS = TimeUnit.SECONDS.toNanos(DEAD_SECONDS);

    private final EventLoop loop;
    private final ExportedDevice device;
    private final String name;
    private final Consumer<String> onLoss;

    private final Queue<UsbIpTransfer> submitted = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean sendingPlanned = new AtomicBoolean();
    /** Why nothing can be submitted any more; null while it can. */
    private volatile Failure failure;

    private final IntObjectMap<UsbIpTransfer> bySeqnum = new IntObjectHashMap<>();
    private final IntObjectMap<UsbIpTransfer> byUnlinkSeqnum = new IntObjectHashMap<>();
    private final byte[] outgoing = new byte[UrbMessage.LENGTH];
    private final byte[] header = new byte[UrbMessage.LENGTH];
    private ChannelHandlerContext context;
    private int lastSeqnum;
    /** Named when the server closes the connection: Linux' vudc does so for an endpoint that is not configured. */
    private UsbIpTransfer lastSent;
    private UsbIpTransfer receiving;
    private RetSubmit receivingReply;
    private Future<?> wake;
    private long wakeNanos;

    private record Failure(UsbError error, String detail) {}

    /**
     * @param name   of the device, for error messages
     * @param onLoss told the reason when the exchange ends without {@link #end} having been called
     */
    UrbExchange(EventLoop loop, ExportedDevice device, String name, Consumer<String> onLoss) {
        this.loop = loop;
        this.device = device;
        this.name = name;
        this.onLoss = onLoss;
        expect(header, 0);
    }

    // From any thread.

    UsbIpTransfer submit(TransferRequest request) {
        UsbIpTransfer transfer = new UsbIpTransfer(request, this);
        if (request.length() > UsbIp.MAX_TRANSFER) {
            transfer.completion.completeExceptionally(new UsbException(UsbError.UNSUPPORTED, request + " of " + name,
                    "a transfer has at most " + UsbIp.MAX_TRANSFER + " octets"));
            return transfer;
        }
        submitted.add(transfer);
        if (failure != null) {
            refuseSubmitted();
        } else if (sendingPlanned.compareAndSet(false, true)) {
            execute(this::sendSubmitted);
        }
        return transfer;
    }

    void cancel(UsbIpTransfer transfer) {
        execute(() -> withdraw(transfer, UsbError.CANCELLED, ""));
    }

    /** Withdraws the transfers that {@code which} picks; returns at once. */
    void cancelAll(Predicate<TransferRequest> which, String reason) {
        execute(() -> {
            sendSubmitted();
            for (UsbIpTransfer transfer : bySeqnum.values().toArray(UsbIpTransfer[]::new)) {
                if (which.test(transfer.request)) {
                    withdraw(transfer, UsbError.CANCELLED, reason);
                }
            }
        });
    }

    /** Ends the exchange on the harness' wish: every transfer fails with {@code error}, the channel closes. */
    void end(UsbError error, String detail) {
        execute(() -> fail(error, detail));
    }

    void requireOtherThread(TransferRequest request) {
        if (loop.inEventLoop()) {
            throw new IllegalStateException(request + " of " + name + " cannot be waited for on the thread that "
                    + "completes it: use completion(), or wait on another thread");
        }
    }

    private void execute(Runnable task) {
        if (failure == null) {
            try {
                loop.execute(task);
                return;
            } catch (RejectedExecutionException e) {
                // The exchange ended, and its threads with it, since failure was looked at.
            }
        }
        refuseSubmitted();
    }

    private void refuseSubmitted() {
        Failure why = failure != null ? failure : new Failure(UsbError.CANCELLED, "the connection is closed");
        for (UsbIpTransfer transfer = submitted.poll(); transfer != null; transfer = submitted.poll()) {
            complete(transfer, exception(transfer, why.error, why.detail));
        }
    }

    // On the event loop.

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        if (!ctx.channel().isActive()) {
            lose(UsbError.DETACHED, "the connection was closed");
        }
    }

    private void sendSubmitted() {
        sendingPlanned.set(false);
        if (failure != null) {
            refuseSubmitted();
            return;
        }
        boolean written = false;
        for (UsbIpTransfer transfer = submitted.poll(); transfer != null; transfer = submitted.poll()) {
            if (transfer.state == State.PENDING) {
                send(transfer);
                written = true;
            }
        }
        if (written) {
            context.flush();
        }
    }

    private void send(UsbIpTransfer transfer) {
        TransferRequest request = transfer.request;
        transfer.seqnum = nextSeqnum();
        bySeqnum.put(transfer.seqnum, transfer);
        lastSent = transfer;
        // A data stage of no octets has no direction on the bus; Linux hosts name it OUT.
        boolean in = request.isIn() && !(request.type() == TransferType.CONTROL && request.length() == 0);
        int flags = (in ? CmdSubmit.FLAG_DIR_IN : 0) | (request.zeroPacket() ? CmdSubmit.FLAG_ZERO_PACKET : 0);
        Bytes setup = request.setup() == null ? CmdSubmit.NO_SETUP : request.setup().encode();
        new CmdSubmit(transfer.seqnum, device.devid(), in, request.endpointAddress() & 0xF, flags, request.length(),
                interval(request.type()), setup).encode(outgoing, 0);
        Bytes data = request.data();
        ByteBuf buffer = context.alloc().buffer(UrbMessage.LENGTH + data.length());
        buffer.writeBytes(outgoing);
        data.copyTo(buffer.nioBuffer(UrbMessage.LENGTH, data.length()));
        buffer.writerIndex(UrbMessage.LENGTH + data.length());
        context.write(buffer, context.voidPromise());
        wakeAt(transfer.wakeNanos);
    }

    /** One millisecond: an interrupt transfer without interval is refused by Linux hosts, and faster is needless. */
    private int interval(TransferType type) {
        if (type != TransferType.INTERRUPT) {
            return 0;
        }
        return device.speed() == UsbSpeed.LOW || device.speed() == UsbSpeed.FULL ? 1 : 8;
    }

    private int nextSeqnum() {
        do {
            lastSeqnum++;
        } while (lastSeqnum == 0 || bySeqnum.containsKey(lastSeqnum));
        return lastSeqnum;
    }

    private void withdraw(UsbIpTransfer transfer, UsbError error, String detail) {
        if (transfer.state != State.PENDING || transfer.completion.isDone()) {
            return;
        }
        transfer.withdrawal = exception(transfer, error, detail);
        if (transfer.seqnum == 0) {
            complete(transfer, transfer.withdrawal);
            return;
        }
        transfer.state = State.UNLINKING;
        transfer.wakeNanos = System.nanoTime() + UNLINK_NANOS;
        int seqnum = nextSeqnum();
        byUnlinkSeqnum.put(seqnum, transfer);
        new CmdUnlink(seqnum, device.devid(), transfer.seqnum).encode(outgoing, 0);
        context.writeAndFlush(context.alloc().buffer(UrbMessage.LENGTH).writeBytes(outgoing), context.voidPromise());
        wakeAt(transfer.wakeNanos);
    }

    /** One timer for all: it fires no later than the earliest time any transfer waits for, and then looks again. */
    private void wakeAt(long nanos) {
        if (wake == null || nanos - wakeNanos < 0) {
            if (wake != null) {
                wake.cancel(false);
            }
            wakeNanos = nanos;
            wake = loop.schedule(this::awake, Math.max(0, nanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
    }

    private void awake() {
        wake = null;
        long now = System.nanoTime();
        for (UsbIpTransfer transfer : bySeqnum.values().toArray(UsbIpTransfer[]::new)) {
            if (transfer.state != State.ENDED && transfer.wakeNanos - now <= 0) {
                overdue(transfer, now);
            }
        }
        if (failure == null) {
            for (UsbIpTransfer transfer : bySeqnum.values()) {
                wakeAt(transfer.wakeNanos);
            }
        }
    }

    private void overdue(UsbIpTransfer transfer, long now) {
        switch (transfer.state) {
            case PENDING -> withdraw(transfer, UsbError.TIMEOUT,
                    "no answer within " + Deadline.show(transfer.request.deadline()));
            case UNLINKING -> {
                transfer.state = State.ABANDONED;
                transfer.wakeNanos = now + DEAD_NANOS;
                transfer.completion.completeExceptionally(transfer.withdrawal);
            }
            case ABANDONED -> {
                bySeqnum.remove(transfer.seqnum);
                if (!transfer.unlinkAnswered) {
                    lose(UsbError.DETACHED, "the server answered neither " + transfer.request
                            + " nor its withdrawal within " + DEAD_SECONDS + " s");
                }
            }
            case ENDED -> throw new IllegalStateException("ended and still known: " + transfer.request);
        }
    }

    @Override
    protected void octets(ChannelHandlerContext ctx, byte[] octets) {
        if (receiving != null) {
            UsbIpTransfer transfer = receiving;
            receiving = null;
            expect(header, 0);
            answered(transfer, receivingReply, Bytes.wrap(octets));
            return;
        }
        switch (UrbMessage.decode(octets, 0)) {
            case Decoded.Complete<UrbMessage>(RetSubmit reply, int consumed) -> submitAnswered(reply);
            case Decoded.Complete<UrbMessage>(RetUnlink reply, int consumed) -> unlinkAnswered(reply);
            case Decoded.Complete<UrbMessage>(UrbMessage other, int consumed) -> lose(UsbError.GARBAGE,
                    "expected RET_SUBMIT or RET_UNLINK, the server sent a client's command: " + other);
            case Decoded.Invalid<UrbMessage>(String defect) -> lose(UsbError.GARBAGE, defect);
            case Decoded.Incomplete<UrbMessage>(int required) -> throw new IllegalStateException("48 octets were read");
        }
    }

    private void submitAnswered(RetSubmit reply) {
        UsbIpTransfer transfer = bySeqnum.get(reply.seqnum());
        if (transfer == null) {
            lose(UsbError.GARBAGE, "the server answered transfer " + Integer.toUnsignedString(reply.seqnum())
                    + ", which is none of the " + bySeqnum.size() + " under way");
        } else if (reply.actualLength() > transfer.request.length()) {
            lose(UsbError.GARBAGE, "the server answered " + transfer.request + " with actual_length "
                    + reply.actualLength());
        } else if (transfer.request.isIn() && reply.actualLength() > 0) {
            receiving = transfer;
            receivingReply = reply;
            expect(reply.actualLength());
        } else {
            answered(transfer, reply, transfer.request.data().truncate(reply.actualLength()));
        }
    }

    private void answered(UsbIpTransfer transfer, RetSubmit reply, Bytes data) {
        bySeqnum.remove(transfer.seqnum);
        transfer.state = State.ENDED;
        if (reply.status() == 0) {
            transfer.completion.complete(data);
        } else if (transfer.withdrawal != null && UrbErrors.saysWithdrawn(reply.status())) {
            transfer.completion.completeExceptionally(transfer.withdrawal);
        } else {
            transfer.completion.completeExceptionally(exception(transfer, UrbErrors.of(reply.status()),
                    Errno.describe(reply.status())));
        }
    }

    private void unlinkAnswered(RetUnlink reply) {
        UsbIpTransfer transfer = byUnlinkSeqnum.remove(reply.seqnum());
        if (transfer == null) {
            lose(UsbError.GARBAGE, "the server answered withdrawal " + Integer.toUnsignedString(reply.seqnum())
                    + ", which was not asked for");
        } else if (reply.status() == 0) {
            transfer.unlinkAnswered = true;
        } else if (transfer.state != State.ENDED) {
            bySeqnum.remove(transfer.seqnum);
            complete(transfer, transfer.withdrawal);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        lose(UsbError.DETACHED, "the server closed the connection"
                + (receiving == null && !isMidPiece() ? "" : " in the middle of a message")
                + (lastSent == null || lastSent.state == State.ENDED ? "" : "; not answered: " + lastSent.request));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        lose(UsbError.DETACHED, "the connection to the server failed: " + cause.getMessage());
    }

    private void lose(UsbError error, String detail) {
        if (failure == null) {
            fail(error, detail);
            onLoss.accept(detail);
        }
    }

    private void fail(UsbError error, String detail) {
        if (failure != null) {
            return;
        }
        failure = new Failure(error, detail);
        if (wake != null) {
            wake.cancel(false);
        }
        for (UsbIpTransfer transfer : bySeqnum.values().toArray(UsbIpTransfer[]::new)) {
            complete(transfer, exception(transfer, error, detail));
        }
        bySeqnum.clear();
        byUnlinkSeqnum.clear();
        refuseSubmitted();
        context.close();
    }

    private static void complete(UsbIpTransfer transfer, UsbException why) {
        transfer.state = State.ENDED;
        transfer.completion.completeExceptionally(why);
    }

    private UsbException exception(UsbIpTransfer transfer, UsbError error, String detail) {
        return new UsbException(error, transfer.request + " of " + name, detail);
    }
}
