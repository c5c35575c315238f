package dev.lanyard.drivers.cdc;

import dev.lanyard.drivers.usb.TransferRequest;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbDeviceInfo;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.drivers.usb.UsbTransfer;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.TransferType;
import dev.lanyard.wire.usb.UsbSpeed;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A device whose every answer a test writes down. The descriptors and parameters are those of the Linux 6.1.192 gadget
 * functions, captured over USB/IP.
 */
final class ScriptedDevice implements UsbConnection {

    static final Bytes F_ECM = Bytes.hex("""
            090258000201048001 080b000202060008 090400000102060005 0524001001 0524060001
            0d240f0600000000ea05000000 07058203100009
            09040100000a000000 09040101020a000007 07058102000200 07050102000200""");

    static final Bytes F_NCM = Bytes.hex("""
            09025e000201048001 080b0002020d0008 0904000001020d0005 0524001001 0524060001
            0d240f0600000000ea05000000 06241a000111 07058203100009
            09040100000a000107 09040101020a000107 07058102000200 07050102000200""");

    static final Bytes NTB_PARAMETERS =
            Bytes.hex("1c00 0300 00400000 0400 0000 0400 0000 00400000 0400 0000 0400 0000");
    static final Bytes MAC_STRING = Bytes.hex("1a03 3000320031003100320032003300330034003400360030 00");

    static final int INTERRUPT_IN = 0x82;
    static final int BULK_IN = 0x81;
    static final int BULK_OUT = 0x01;

    /** Control requests as hexadecimal setup packets without wLength, and the data stage of those that have one. */
    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<TransferRequest> written = new CopyOnWriteArrayList<>();
    final List<TransferRequest> reads = new CopyOnWriteArrayList<>();
    final List<Integer> claimed = new CopyOnWriteArrayList<>();
    final CompletableFuture<String> detached = new CompletableFuture<>();
    /** Answers by setup packet without wLength; missing: stall. An answer of null never comes. */
    final Map<String, Function<SetupPacket, Optional<Bytes>>> answers = new ConcurrentHashMap<>();
    private final Set<String> expired = ConcurrentHashMap.newKeySet();
    volatile boolean holdsWrites;
    volatile boolean closed;

    private final Map<Integer, Deque<Transfer>> pending = new HashMap<>();
    private final Map<Integer, Deque<Bytes>> waiting = new HashMap<>();
    private final Deque<Transfer> heldWrites = new ArrayDeque<>();

    private final class Transfer implements UsbTransfer {

        final TransferRequest request;
        final CompletableFuture<Bytes> completion = new CompletableFuture<>();

        Transfer(TransferRequest request) {
            this.request = request;
        }

        @Override
        public CompletableFuture<Bytes> completion() {
            return completion;
        }

        @Override
        public void cancel() {
            fail(UsbError.CANCELLED);
        }

        void fail(UsbError error) {
            synchronized (ScriptedDevice.this) {
                pending.values().forEach(queue -> queue.remove(this));
                heldWrites.remove(this);
            }
            completion.completeExceptionally(new UsbException(error, request.toString(), "scripted"));
        }
    }

    static ScriptedDevice ecm() {
        return new ScriptedDevice(F_ECM);
    }

    static ScriptedDevice ncm() {
        ScriptedDevice device = new ScriptedDevice(F_NCM);
        device.answer("a1 80 0000 0000", NTB_PARAMETERS);
        return device;
    }

    ScriptedDevice(Bytes... configurations) {
        answer("80 06 0001 0000",
                Bytes.hex("12 01 0002 00 00 00 40 2505 a1a4 0106 01 02 03").concat(Bytes.of(configurations.length)));
        for (int i = 0; i < configurations.length; i++) {
            answer("80 06 %02x02 0000".formatted(i), configurations[i]);
            answer("00 09 %02x00 0000".formatted(configurations[i].u8(5)), Bytes.EMPTY);
        }
        answer("80 06 0003 0000", Bytes.hex("04030904"));
        for (int index : new int[] {1, 2, 3, 4, 5, 7, 8}) {
            answer("80 06 %02x03 0904".formatted(index), Bytes.hex("04034100"));
        }
        answer("80 06 0603 0904", MAC_STRING);
        for (String accepted : new String[] {"01 0b 0000 0100", "01 0b 0100 0100", "21 43 0e00 0000"}) {
            answer(accepted, Bytes.EMPTY);
        }
    }

    void answer(String setup, Bytes answer) {
        answers.put(setup.replace(" ", ""), asked -> Optional.of(answer.truncate(asked.wLength())));
    }

    /** The request times out at once, as a timer does that runs a little fast. */
    void expire(String setup) {
        expired.add(setup.replace(" ", ""));
    }

    void stall(String setup) {
        answers.remove(setup.replace(" ", ""));
    }

    /** The request is never answered; only its deadline ends it. */
    void ignore(String setup) {
        answers.put(setup.replace(" ", ""), asked -> Optional.empty());
    }

    /** The device sends {@code data} as one transfer, now or as soon as the host reads. */
    void send(int endpointAddress, Bytes data) {
        Transfer read;
        synchronized (this) {
            read = pending.computeIfAbsent(endpointAddress, e -> new ArrayDeque<>()).poll();
            if (read == null) {
                waiting.computeIfAbsent(endpointAddress, e -> new ArrayDeque<>()).add(data);
                return;
            }
        }
        read.completion.complete(data);
    }

    /** The oldest pending read fails. */
    void failRead(int endpointAddress, UsbError error) {
        Transfer read;
        synchronized (this) {
            read = pending.get(endpointAddress).poll();
        }
        read.fail(error);
    }

    /** The oldest write that is held completes. */
    void acceptWrite() {
        Transfer write;
        synchronized (this) {
            write = heldWrites.remove();
        }
        write.completion.complete(write.request.data());
    }

    /** The oldest write that is held is refused. */
    void stallWrite() {
        Transfer write;
        synchronized (this) {
            write = heldWrites.remove();
        }
        write.fail(UsbError.STALL);
    }

    void unplug(String reason) {
        List<Transfer> all = new ArrayList<>();
        synchronized (this) {
            closed = true;
            pending.values().forEach(all::addAll);
            all.addAll(heldWrites);
        }
        all.forEach(t -> t.fail(UsbError.DETACHED));
        detached.complete(reason);
    }

    synchronized int pendingReads(int endpointAddress) {
        return pending.getOrDefault(endpointAddress, new ArrayDeque<>()).size();
    }

    @Override
    public UsbDeviceInfo device() {
        return new UsbDeviceInfo("scripted", 0x0525, 0xA4A1, 0x0601, UsbSpeed.HIGH);
    }

    @Override
    public UsbTransfer submit(TransferRequest request) {
        Transfer transfer = new Transfer(request);
        if (closed) {
            transfer.fail(UsbError.DETACHED);
        } else if (request.type() == TransferType.CONTROL) {
            control(transfer);
        } else if (request.isIn()) {
            read(transfer);
        } else {
            write(transfer);
        }
        return transfer;
    }

    private void control(Transfer transfer) {
        SetupPacket setup = transfer.request.setup();
        String key = setup.encode().truncate(6).toHex();
        requests.add(key + (transfer.request.data().isEmpty() ? "" : " " + transfer.request.data().toHex()));
        if (expired.contains(key)) {
            transfer.fail(UsbError.TIMEOUT);
            return;
        }
        Function<SetupPacket, Optional<Bytes>> answer = answers.get(key);
        if (answer == null) {
            transfer.fail(UsbError.STALL);
            return;
        }
        answer.apply(setup).ifPresentOrElse(transfer.completion::complete, () -> CompletableFuture
                .delayedExecutor(transfer.request.deadline().toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)
                .execute(() -> transfer.fail(UsbError.TIMEOUT)));
    }

    private void read(Transfer transfer) {
        int endpoint = transfer.request.endpointAddress();
        Bytes ready;
        synchronized (this) {
            reads.add(transfer.request);
            ready = waiting.computeIfAbsent(endpoint, e -> new ArrayDeque<>()).poll();
            if (ready == null) {
                pending.computeIfAbsent(endpoint, e -> new ArrayDeque<>()).add(transfer);
                return;
            }
        }
        transfer.completion.complete(ready);
    }

    private void write(Transfer transfer) {
        synchronized (this) {
            written.add(transfer.request);
            if (holdsWrites) {
                heldWrites.add(transfer);
                return;
            }
        }
        transfer.completion.complete(transfer.request.data());
    }

    @Override
    public void setConfiguration(int bConfigurationValue, Duration timeout) throws UsbException, InterruptedException {
        control(new SetupPacket(0x00, 0x09, bConfigurationValue, 0, 0), timeout);
    }

    @Override
    public void setInterface(int bInterfaceNumber, int bAlternateSetting, Duration timeout)
            throws UsbException, InterruptedException {
        control(new SetupPacket(0x01, 0x0B, bAlternateSetting, bInterfaceNumber, 0), timeout);
    }

    @Override
    public void clearHalt(int endpointAddress, Duration timeout) throws UsbException, InterruptedException {
        control(new SetupPacket(0x02, 0x01, 0, endpointAddress, 0), timeout);
    }

    @Override
    public void reset(Duration timeout) throws UsbException {
        throw new UsbException(UsbError.UNSUPPORTED, "reset", "scripted");
    }

    @Override
    public void claim(int bInterfaceNumber) {
        claimed.add(bInterfaceNumber);
    }

    @Override
    public CompletableFuture<String> detached() {
        return detached;
    }

    @Override
    public void close() {
        closed = true;
    }
}
