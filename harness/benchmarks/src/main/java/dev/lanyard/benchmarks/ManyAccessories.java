package dev.lanyard.benchmarks;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.cdc.CdcDriver;
import dev.lanyard.drivers.cdc.CdcDrivers;
import dev.lanyard.drivers.cdc.CdcOptions;
import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.IpFailure;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.ip.dhcp.DhcpClient;
import dev.lanyard.drivers.ip.dhcp.DhcpLease;
import dev.lanyard.drivers.ip.dhcp.DhcpSettings;
import dev.lanyard.drivers.ip.echo.UdpEcho;
import dev.lanyard.drivers.ip.echo.UdpEchoPlan;
import dev.lanyard.drivers.ip.echo.UdpEchoResult;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.stubs.EmulatedAccessoryProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Many emulated accessories in one process, half of them ECM and half NCM, all at the same time: each is attached,
 * leases an address and echoes. Nothing is recorded. Tells how long that takes, how much each one still carries, and
 * how much heap all of them need.
 */
final class ManyAccessories {

    private static final int ECHO_PORT = 7;
    private static final int PAYLOAD = 512;
    private static final int WINDOW = 32;
    /** Echoes in all, shared out; but never fewer than {@link #FEWEST} for each. */
    private static final int ECHOES = 200_000;
    private static final int FEWEST = 200;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration LOSS_AFTER = Duration.ofSeconds(30);
    private static final long MEBI = 1 << 20;

    private ManyAccessories() {}

    /** What came of one size. */
    record Figures(int accessories, double startSeconds, double echoSeconds, long echoes, long heapBytes) {

        String line() {
            return String.format(Locale.ROOT, "%,6d accessories: attached and leased in %6.2f s (%7.2f ms each); "
                    + "%,9.0f echoes/s in all, %,9.0f for each; heap %,d MiB%n", accessories, startSeconds,
                    startSeconds * 1000 / accessories, echoes / echoSeconds, echoes / echoSeconds / accessories,
                    heapBytes / MEBI);
        }
    }

    /** Runs each size, after a small one that warms up. */
    static void run(List<Integer> sizes) throws IOException, InterruptedException {
        measure(4);
        for (int size : sizes) {
            System.out.print(measure(size).line());
        }
    }

    static Figures measure(int accessories) throws IOException, InterruptedException {
        List<Attached> attached = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long began = System.nanoTime();
            List<Callable<Attached>> starts = new ArrayList<>();
            for (int i = 0; i < accessories; i++) {
                String function = i % 2 == 0 ? "ncm" : "ecm";
                starts.add(() -> Attached.start(function));
            }
            all(threads, starts, attached);
            long started = System.nanoTime();
            int each = Math.max(FEWEST, ECHOES / accessories);
            List<UdpEchoResult> results = new ArrayList<>();
            all(threads, attached.stream().<Callable<UdpEchoResult>>map(one -> () -> one.echo(each)).toList(), results);
            long ended = System.nanoTime();
            long heap = usedHeap();
            long echoes = results.stream().mapToLong(UdpEchoResult::received).sum();
            if (echoes != (long) each * accessories) {
                throw new IOException(echoes + " of " + (long) each * accessories + " echoes came back: "
                        + results.stream().filter(result -> !result.isClean()).findFirst().orElseThrow());
            }
            return new Figures(accessories, (started - began) / 1e9, (ended - started) / 1e9, echoes, heap);
        } finally {
            attached.forEach(Attached::close);
        }
    }

    /** What is held while all are attached: garbage does not count. */
    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Does all; what came out is added to {@code results} also when others fail. */
    private static <T> void all(ExecutorService threads, List<Callable<T>> tasks, List<T> results)
            throws IOException, InterruptedException {
        IOException failure = null;
        for (Future<T> one : threads.invokeAll(tasks)) {
            try {
                results.add(one.get());
            } catch (ExecutionException e) {
                failure = failure == null ? new IOException(e.getCause()) : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** One accessory with a host on its link. */
    private record Attached(Accessory accessory, UsbConnection connection, CdcDriver driver, IpHost host,
                            InetSocketAddress echo) {

        static Attached start(String function) throws IOException, InterruptedException {
            Accessory accessory = new EmulatedAccessoryProvider()
                    .create(new AccessorySpec(EmulatedAccessoryProvider.SCHEME, function));
            UsbConnection connection = accessory.open(LIMIT);
            // With a thousand at once each waits for its turn longer than an accessory alone ever may.
            CdcOptions options = CdcOptions.defaults().withWaitForLink(true).withSendTimeout(LIMIT);
            CdcDriver driver = CdcDrivers.probe(connection, options, Recorder.none(), LIMIT);
            driver.selectAlternate(1, LIMIT);
            IpHost host = new IpHost(driver.link(), MonotonicClock.system(), Recorder.none());
            DhcpLease lease = new DhcpClient(host, DhcpSettings.of(false)).acquire(LIMIT);
            resolve(host, lease.serverIdentifier());
            return new Attached(accessory, connection, driver, host,
                    new InetSocketAddress(lease.serverIdentifier(), ECHO_PORT));
        }

        /** Before the others' echoes fill the processors: hosts ask three times only. */
        private static void resolve(IpHost host, InetAddress accessory) throws IOException, InterruptedException {
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (true) {
                try {
                    host.resolve(accessory, LIMIT);
                    return;
                } catch (IpException e) {
                    if (e.failure() != IpFailure.NO_NEIGHBOUR || System.nanoTime() > deadline) {
                        throw e;
                    }
                }
            }
        }

        UdpEchoResult echo(int datagrams) throws IOException, InterruptedException {
            return new UdpEcho(host).run(new UdpEchoPlan(echo, datagrams, List.of(PAYLOAD), WINDOW, LOSS_AFTER, LIMIT,
                    null));
        }

        void close() {
            host.close();
            driver.close();
            connection.close();
            accessory.close();
        }
    }
}
