package dev.lanyard.benchmarks;

import dev.lanyard.drivers.ip.Datagram;
import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.UdpSocket;
import dev.lanyard.drivers.ip.echo.UdpEcho;
import dev.lanyard.drivers.ip.echo.UdpEchoPlan;
import dev.lanyard.drivers.ip.echo.UdpEchoResult;
import dev.lanyard.drivers.usb.UsbException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** UDP echo of 512-octet payloads through the emulated NCM accessory. */
@State(Scope.Benchmark)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class UdpEchoBenchmark {

    static final int PAYLOAD = 512;
    static final int BURST = 50_000;
    private static final int WINDOW = 1024;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private EmulatedNcm accessory;
    private UdpSocket socket;
    private final byte[] payload = new byte[PAYLOAD];

    /** Attaches the accessory. */
    @Setup
    public void attach() throws UsbException, IpException, InterruptedException {
        accessory = new EmulatedNcm();
        socket = accessory.host().open(0);
    }

    @TearDown
    public void detach() {
        socket.close();
        accessory.close();
    }

    /** Datagrams per second one way, with as many coming back, many under way; every answer is compared. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    @OperationsPerInvocation(BURST)
    public UdpEchoResult manyInFlight() throws IpException, InterruptedException {
        UdpEchoResult result = new UdpEcho(accessory.host())
                .run(UdpEchoPlan.of(EmulatedNcm.ECHO, BURST, List.of(PAYLOAD), WINDOW, LIMIT));
        if (!result.isClean()) {
            throw new IllegalStateException("the echo was not clean: " + result);
        }
        return result;
    }

    /** The round-trip time of one datagram at a time. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public Datagram oneInFlight() throws IpException, InterruptedException {
        socket.send(EmulatedNcm.ECHO, payload, 0, PAYLOAD);
        socket.flush();
        return socket.receive(LIMIT).orElseThrow(() -> new IllegalStateException("no answer within " + LIMIT));
    }
}
