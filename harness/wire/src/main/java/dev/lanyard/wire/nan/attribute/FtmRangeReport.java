package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;

/** FTM Range Report, 0x1C: the report of IEEE 802.11-2020 §9.4.2.21.18, as its octets. */
public record FtmRangeReport(Bytes report) implements NanAttribute {

    @Override
    public int id() {
        return AttributeId.FTM_RANGE_REPORT;
    }

    @Override
    public Bytes body() {
        return report;
    }
}
