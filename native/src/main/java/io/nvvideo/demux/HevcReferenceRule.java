package io.nvvideo.demux;

import io.nvvideo.bitstream.CodecConfiguration;
import io.nvvideo.bitstream.HevcParameterSets;
import io.nvvideo.bitstream.HevcUnits;
import io.nvvideo.bitstream.NalUnits;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * HEVC: a sub-layer non-reference picture (the even types below 16) is no reference for pictures of its own temporal sub-layer;
 * in the highest one, that is for none (Rec. ITU-T H.265, 3, "sub-layer non-reference picture", and 7.4.2.2, table 7-1).
 */
final class HevcReferenceRule implements ReferenceRule {
    /** numTemporalLayers, three bits in a byte of an HEVCDecoderConfigurationRecord (ISO/IEC 14496-15, 8.3.3.1.2). */
    private static final int SUB_LAYERS = 21;

    private final int lengthSize;
    private final HevcParameterSets parameters = new HevcParameterSets();
    private final HevcKeptPictures pictures = new HevcKeptPictures(parameters);
    /** As many as any header claims; 0 while none was seen. */
    private int subLayers;

    HevcReferenceRule(ByteBuffer extradata) {
        CodecConfiguration configuration = CodecConfiguration.ofHevc(extradata);
        lengthSize = configuration.lengthSize();
        subLayers = lengthSize == NalUnits.START_CODES ? 0 : extradata.get(SUB_LAYERS) >> 3 & 7;
        configuration.units().forEach(this::learn);
    }

    @Override
    public boolean isDisposable(ByteBuffer packet) {
        List<ByteBuffer> units = NalUnits.split(packet, lengthSize);
        if (units == null) {
            return false;
        }
        boolean disposable = true;
        boolean picture = false;
        for (ByteBuffer unit : units) {
            if (unit.limit() < 2) {
                return false;
            }
            int type = unit.get(0) >> 1 & 0x3f;
            if (type < HevcUnits.FIRST_NO_PICTURE) {
                boolean baseLayer = (unit.get(0) & 1) == 0 && (unit.get(1) & 0xf8) == 0;
                boolean highest = (unit.get(1) & 7) == subLayers;
                disposable &= type < HevcUnits.FIRST_RANDOM_ACCESS && type % 2 == 0 && baseLayer && highest;
                picture = true;
            } else if (type == HevcUnits.SEI_PREFIX || type == HevcUnits.SEI_SUFFIX) {
                disposable &= NalUnits.speaksOfOnePicture(unit, 2);
            } else {
                learn(unit);
                disposable &= type == HevcUnits.ACCESS_UNIT_DELIMITER
                        || type == HevcUnits.FILLER
                        || type == HevcUnits.DOLBY_VISION_METADATA
                        || type == HevcUnits.DOLBY_VISION_LAYER;
            }
        }
        return picture && disposable;
    }

    @Override
    public boolean tellsKept() {
        return true;
    }

    @Override
    public KeptPictures kept(ByteBuffer packet) {
        List<ByteBuffer> units = NalUnits.split(packet, lengthSize);
        return units == null
                ? null
                : pictures.read(units, units.stream().allMatch(HevcReferenceRule::goesWithThePicture));
    }

    /** Slices of other layers too: those refer to this one, never the other way round, and are not decoded. */
    private static boolean goesWithThePicture(ByteBuffer unit) {
        int type = unit.get(0) >> 1 & 0x3f;
        return type < HevcUnits.FIRST_NO_PICTURE
                || type == HevcUnits.ACCESS_UNIT_DELIMITER
                || type == HevcUnits.FILLER
                || type == HevcUnits.DOLBY_VISION_METADATA
                || type == HevcUnits.DOLBY_VISION_LAYER
                || (type == HevcUnits.SEI_PREFIX || type == HevcUnits.SEI_SUFFIX)
                        && NalUnits.speaksOfOnePicture(unit, 2);
    }

    @Override
    public void restart() {
        pictures.restart();
    }

    private void learn(ByteBuffer unit) {
        parameters.learn(unit);
        if (unit.limit() >= 3 && (unit.get(0) >> 1 & 0x3f) == HevcUnits.SEQUENCE_PARAMETERS) {
            // sps_video_parameter_set_id u(4), sps_max_sub_layers_minus1 u(3): 7.3.2.2.1.
            subLayers = Math.max(subLayers, (unit.get(2) >> 1 & 7) + 1);
        }
    }
}
