package dev.lanyard.stubs.cdc;

import dev.lanyard.stubs.usb.ControlRequest;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.cdc.EthernetStatistic;
import dev.lanyard.wire.cdc.PacketFilter;
import dev.lanyard.wire.net.MacAddress;
import dev.lanyard.wire.usb.SetupPacket;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The class requests of a function's control interface (ECM 1.20 §6.2); what is not supported is stalled. */
final class EthernetRequests {

    private static final int ALL_FILTERS = (1 << PacketFilter.values().length) - 1;

    private final int controlInterface;
    private final FrameFilter filter;
    private final FrameStatistics statistics;
    private final Framing framing;

    EthernetRequests(int controlInterface, FrameFilter filter, FrameStatistics statistics, Framing framing) {
        this.controlInterface = controlInterface;
        this.filter = filter;
        this.statistics = statistics;
        this.framing = framing;
    }

    void handle(ControlRequest request) {
        SetupPacket setup = request.setup();
        Optional<CdcRequest> kind = CdcRequest.of(setup);
        if (kind.isEmpty() || setup.wIndex() != controlInterface) {
            request.stall();
            return;
        }
        switch (kind.get()) {
            case SET_ETHERNET_PACKET_FILTER -> setPacketFilter(request);
            case SET_ETHERNET_MULTICAST_FILTERS -> setMulticastFilters(request);
            case GET_ETHERNET_STATISTIC -> getStatistic(request);
            default -> framing.request(kind.get(), request);
        }
    }

    private void setPacketFilter(ControlRequest request) {
        if (!framing.hasPacketFilter() || request.setup().wLength() != 0
                || (request.setup().wValue() & ~ALL_FILTERS) != 0) {
            request.stall();
            return;
        }
        filter.setBitmap(request.setup().wValue());
        request.accept();
    }

    private void setMulticastFilters(ControlRequest request) {
        int count = request.setup().wValue();
        Bytes data = request.data();
        if (count > FunctionSettings.MULTICAST_FILTERS || data.length() != 6 * count) {
            request.stall();
            return;
        }
        Set<Long> addresses = new HashSet<>();
        for (int at = 0; at < data.length(); at += 6) {
            addresses.add(MacAddress.at(data, at).value());
        }
        filter.setMulticast(addresses);
        request.accept();
    }

    private void getStatistic(ControlRequest request) {
        Optional<EthernetStatistic> statistic = EthernetStatistic.ofSelector(request.setup().wValue())
                .filter(advertised -> (FunctionSettings.STATISTICS & advertised.bit()) != 0);
        statistic.ifPresentOrElse(counter -> request.reply(statistics.read(counter)), request::stall);
    }
}
