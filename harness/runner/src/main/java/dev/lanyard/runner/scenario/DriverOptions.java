package dev.lanyard.runner.scenario;

import dev.lanyard.drivers.cdc.CdcOptions;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Range;
import dev.lanyard.runner.value.ByteSize;
import java.time.Duration;
import java.util.Optional;

/** How a scenario wants its accessory driven; what is not given stays as the driver has it. */
public record DriverOptions(
        @Doc("the NTB format that is negotiated: NTB16 unless the driver must choose another")
        Optional<CdcOptions.Format> format,
        @Doc("what SetNtbInputSize asks for") @Range(max = "16MiB") Optional<ByteSize> ntbInputSize,
        @Doc("whether CRC mode is switched on") Optional<Boolean> crc,
        @Doc("most datagrams in a block that is sent; 0 for as many as the accessory takes")
        @Range(min = "0", max = "65535") Optional<Integer> datagramsPerBlock,
        @Doc("the longest block that is sent") @Range(min = "2048B", max = "1MiB") Optional<ByteSize> blockSize,
        @Doc("how long a frame may wait for company in its block") @Range(max = "100ms") Optional<Duration> hold,
        @Doc("bulk reads kept queued") @Range(min = "1", max = "64") Optional<Integer> inTransfers,
        @Doc("most bulk writes under way") @Range(min = "1", max = "64") Optional<Integer> outTransfers,
        @Doc("how a transfer ends whose length is a multiple of the packet size") Optional<CdcOptions.Padding> padding,
        @Doc("the bits that SetEthernetPacketFilter sets") @Range(min = "0", max = "65535")
        Optional<Integer> packetFilter,
        @Doc("how long sending waits for the accessory to take something") @Range(min = "1ms", max = "1h")
        Optional<Duration> sendTimeout) {

    /** {@code options} with what is given here. */
    public CdcOptions on(CdcOptions options) {
        CdcOptions with = options
                .withNtb(format.orElse(options.format()),
                        ntbInputSize.map(size -> (int) size.octets()).orElse(options.ntbInputSize()),
                        crc.orElse(options.crc()))
                .withAggregation(datagramsPerBlock.orElse(options.maxDatagrams()),
                        blockSize.map(size -> (int) size.octets()).orElse(options.maxBlockLength()),
                        hold.orElse(options.hold()))
                .withTransfers(inTransfers.orElse(options.inTransfers()), outTransfers.orElse(options.outTransfers()))
                .withPadding(padding.orElse(options.padding()))
                .withSendTimeout(sendTimeout.orElse(options.sendTimeout()));
        return packetFilter.map(with::withPacketFilter).orElse(with);
    }
}
