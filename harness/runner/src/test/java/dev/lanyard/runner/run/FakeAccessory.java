package dev.lanyard.runner.run;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessoryProvider;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.cdc.CdcDriver;
import dev.lanyard.drivers.console.ConsolePort;
import dev.lanyard.drivers.console.SerialSettings;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.power.PowerSwitch;
import dev.lanyard.drivers.usb.TransferRequest;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbDeviceInfo;
import dev.lanyard.drivers.usb.UsbTransfer;
import dev.lanyard.runner.step.Attachment;
import dev.lanyard.runner.step.Services;
import dev.lanyard.wire.usb.UsbSpeed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** An accessory that can be opened, counted and torn off, and nothing else. */
final class FakeAccessory implements Accessory {

    /** What happened to all accessories of one provider. */
    static final class Provider implements AccessoryProvider {

        final boolean exclusive;
        final AtomicInteger open = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        final AtomicInteger made = new AtomicInteger();
        volatile FakeAccessory last;
        /** What accessories have beside their connection. */
        volatile ConsolePort.Source console;
        volatile PowerSwitch power;

        Provider(boolean exclusive) {
            this.exclusive = exclusive;
        }

        @Override
        public String scheme() {
            return exclusive ? "single" : "fake";
        }

        @Override
        public String usage() {
            return scheme() + ":NAME";
        }

        @Override
        public Accessory create(AccessorySpec spec) {
            if (spec.rest().equals("bad")) {
                throw new IllegalArgumentException("fake:bad is not of the form fake:NAME");
            }
            made.incrementAndGet();
            return last = new FakeAccessory(spec, this);
        }

        @Override
        public List<Listing> list(String where, Duration timeout) {
            return List.of();
        }
    }

    private final AccessorySpec spec;
    private final Provider provider;
    private volatile Connection connection;

    private FakeAccessory(AccessorySpec spec, Provider provider) {
        this.spec = spec;
        this.provider = provider;
    }

    @Override
    public AccessorySpec spec() {
        return spec;
    }

    @Override
    public Optional<ConsolePort.Source> console(SerialSettings settings) {
        return Optional.ofNullable(provider.console);
    }

    @Override
    public Optional<PowerSwitch> power() {
        return Optional.ofNullable(provider.power);
    }

    @Override
    public boolean isExclusive() {
        return provider.exclusive;
    }

    @Override
    public UsbConnection open(Duration timeout) {
        int now = provider.open.incrementAndGet();
        provider.most.accumulateAndGet(now, Math::max);
        return connection = new Connection();
    }

    void tearOff(String reason) {
        connection.detached.complete(reason);
    }

    @Override
    public void close() {
        provider.made.decrementAndGet();
    }

    Attachment attachment(UsbConnection opened) {
        return new Attachment() {
            @Override
            public UsbConnection connection() {
                return opened;
            }

            @Override
            public CdcDriver driver() {
                throw new UnsupportedOperationException();
            }

            @Override
            public IpHost ip() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Services services() {
                throw new UnsupportedOperationException();
            }

            @Override
            public void close() {
                opened.close();
            }
        };
    }

    private final class Connection implements UsbConnection {

        private final CompletableFuture<String> detached = new CompletableFuture<>();

        @Override
        public UsbDeviceInfo device() {
            return new UsbDeviceInfo("1-1", 0x1209, 1, 0x100, UsbSpeed.HIGH);
        }

        @Override
        public UsbTransfer submit(TransferRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setConfiguration(int bConfigurationValue, Duration timeout) {}

        @Override
        public void setInterface(int bInterfaceNumber, int bAlternateSetting, Duration timeout) {}

        @Override
        public void clearHalt(int endpointAddress, Duration timeout) {}

        @Override
        public void reset(Duration timeout) {}

        @Override
        public void claim(int bInterfaceNumber) {}

        @Override
        public CompletableFuture<String> detached() {
            return detached;
        }

        @Override
        public void close() {
            provider.open.decrementAndGet();
        }
    }
}
