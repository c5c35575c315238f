package dev.lanyard.wire.nan.tshark;

import dev.lanyard.wire.nan.attribute.AvailabilityEntry;
import dev.lanyard.wire.nan.attribute.NanAvailability;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** The fields that tshark 4.0 shows of attributes about time and channels, from our JSON of them. */
final class ScheduleFields {

    private ScheduleFields() {}

    static void availability(JsonNode a, OurFields out) {
        int control = a.required("control").asInt();
        out.number("nan.availability.sequence_id", a, "sequenceId").number("nan.availability.ctr", control)
                .number("nan.availability.map_id", a, "mapId")
                .flag("nan.availability.committed_changed", (control & NanAvailability.COMMITTED_CHANGED) != 0)
                .flag("nan.availability.potential_changed", (control & NanAvailability.POTENTIAL_CHANGED) != 0)
                .flag("nan.availability.public_availability_changed", (control & 0x40) != 0)
                .flag("nan.availability.ndc_changed", (control & 0x80) != 0)
                .flag("nan.availability.reserved_multicast_schedule_changed", (control & 0x100) != 0)
                .flag("nan.availability.reserved_multicast_schedule_change_changed", (control & 0x200) != 0);
        a.required("entries").forEach(entry -> entry(entry, out));
    }

    private static void entry(JsonNode e, OurFields out) {
        int control = e.required("control").asInt();
        JsonNode where = e.required("where");
        boolean channels = where.required("kind").asString().equals("channels");
        int wide = where.required("control").asInt() >> 1 & 1;
        int list = channels ? (wide == 1 ? 6 : 4) * where.required("entries").size() : where.required("bands").size();
        int bitmap = e.has("timeBitmap") ? 3 + e.get("timeBitmap").required("bitmap").asString().length() / 2 : 0;
        String name = "nan.availability.entry";
        out.number(name + ".len", 2 + bitmap + 1 + list).number(name + ".ctr", control)
                .number(name + ".ctr.type", (e.required("committed").asBoolean() ? 1 : 0)
                        | (e.required("potential").asBoolean() ? 2 : 0)
                        | (e.required("conditional").asBoolean() ? 4 : 0))
                .number(name + ".ctr.pref", e, "usagePreference").number(name + ".ctr.utilization", e, "utilisation")
                .number(name + ".ctr.rx_nss", e, "receiveStreams")
                .flag(name + ".ctr.time_bitmap", (control & AvailabilityEntry.TIME_BITMAP_PRESENT) != 0);
        if (e.has("timeBitmap")) {
            timeBitmap(e.get("timeBitmap"), out);
        }
        out.flag(name + ".entries.type", channels).number(name + ".entries.non_contiguous_bw", wide)
                .number(name + ".entries.num_entries", where.required(channels ? "entries" : "bands").size());
        if (!channels) {
            where.required("bands").forEach(band -> out.number(name + ".entries.band", band.asInt()));
            return;
        }
        // tshark puts the operating class into words, and stores it under the names of these.
        where.required("entries").forEach(one -> out.number("nan.av.entry.start.freq", one, "operatingClass")
                .number("nan.av.entry.bandwidth", one, "operatingClass")
                .text("nan.ava.chan.set", StreamSupport.stream(one.required("channels").spliterator(), false)
                        .map(JsonNode::asString).collect(Collectors.joining(" ")))
                .number(name + ".entries.channel.primary_bitmap", one, "primaryBitmap")
                .optionalNumber(name + ".entries.channel.aux_bitmap", one, "auxiliaryBitmap"));
    }

    static void timeBitmap(JsonNode t, OurFields out) {
        String bitmap = t.required("bitmap").asString();
        int duration = t.required("bitDuration").asInt();
        int period = t.required("period").asInt();
        out.number("nan.time_bitmap.ctrl", t, "control")
                .number("nan.time_bitmap.ctrl.bit_duration", Integer.numberOfTrailingZeros(duration / 16))
                .number("nan.time_bitmap.ctrl.period", period == 0 ? 0 : Integer.numberOfTrailingZeros(period / 64))
                .number("nan.time_bitmap.ctrl.start_offset", t.required("startOffset").asInt() / 16)
                .number("nan.time_bitmap.len", bitmap.length() / 2).text("nan.time_bitmap", bitmap);
    }

    static void entries(JsonNode a, String key, OurFields out) {
        if (a.has(key)) {
            a.get(key).forEach(entry -> {
                out.number("nan.map_id", entry, "mapId");
                timeBitmap(entry.required("timeBitmap"), out);
            });
        }
    }

    static void ndc(JsonNode a, OurFields out) {
        out.text("nan.ndc.id", a, "ndcId").number("nan.ndc.ctrl", a, "control")
                .number("nan.ndc.ctrl.selected", a.required("control").asInt() & 1);
        a.required("entries").forEach(entry -> out.number("nan.ndc.map.id.rel",
                entry.required("mapId").asInt() & 0xF));
        entries(a, "entries", out);
    }

    static void unaligned(JsonNode a, OurFields out) {
        int control = a.required("control").asInt();
        int overwrite = a.required("overwrite").asInt();
        String name = "nan.unaligned_schedule";
        out.number(name + ".ctrl", control).number(name + ".ctrl.schedule_id", control & 0xF)
                .number(name + ".ctrl.sequence_id", control >> 8 & 0xF)
                .number(name + ".starting_time", a, "startingTime").number(name + ".duration", a, "duration")
                .number(name + ".period", a, "period").number(name + ".count_down", a, "countDown")
                .number(name + ".ulw_overwrite", overwrite)
                .number(name + ".ulw_overwrite.overwrite_all", overwrite & 1)
                .number(name + ".ulw_overwrite.map_id", overwrite >> 1 & 0xF);
        if (!a.has("window")) {
            return;
        }
        JsonNode window = a.get("window");
        int bits = window.required("control").asInt();
        out.number("nan.attribute.ulw.ctrl", bits).number(name + ".ulw_ctrl.type", bits & 3)
                .number(name + ".ulw_ctrl.channel_availability", bits >> 2 & 1)
                .number(name + ".ulw_ctrl.rx_nss", bits >> 3 & 0xF)
                .optionalNumber("nan.availability.entry.entries.band", window, "band");
        if (window.has("channel")) {
            JsonNode channel = window.get("channel");
            out.number("nan.availability.entry.entries.channel.op_class", channel, "operatingClass")
                    .number("nan.availability.entry.entries.channel.bitmap", channel, "channelBitmap")
                    .number("nan.availability.entry.entries.channel.primary_bitmap", channel, "primaryBitmap")
                    .optionalNumber("nan.availability.entry.entries.channel.aux_bitmap", channel, "auxiliaryBitmap");
        }
    }
}
