package io.carestack.operator.postgres;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;

/**
 * What follows the last record that a standby could replay.
 *
 * <p>A primary sends WAL up to where it has flushed, which may be in the middle of a record. When it is lost then, the standby keeps the beginning of a
 * record whose commit nobody can have acknowledged, and waits for the rest. Only a whole record that it does not replay says that its WAL is broken.
 * The layout is that of PostgreSQL's xlogrecord.h and xlog_internal.h, which has been the same since version 9.3: records begin at multiples of eight bytes with
 * their total length, and each page begins with a header, the first one of a segment with a longer one.
 */
record WalTail(long pageSize, long segmentSize) {
    private static final int ALIGNMENT = 8;
    private static final int PAGE_HEADER = 24;
    private static final int SEGMENT_HEADER = 40;
    private static final int LENGTH = 4;
    private static final String SETTING = "SELECT setting FROM pg_settings WHERE name = ?";

    /** Whether a whole record lies between the two positions. */
    static boolean hasWholeRecord(Connection connection, long replayed, long received) throws SQLException {
        WalTail tail = new WalTail(
                Sql.number(connection, SETTING, "wal_block_size"), Sql.number(connection, SETTING, "wal_segment_size"));
        long start = tail.start(replayed);
        if (start + LENGTH > received) {
            return false;
        }
        String hex = Sql.text(
                connection,
                "SELECT encode(pg_read_binary_file('pg_wal/' || max(name), ?::bigint, 4), 'hex') FROM pg_ls_waldir()"
                        + " WHERE name ~ '^[0-9A-F]{24}$' AND substr(name, 9) = ?",
                Long.toString(start % tail.segmentSize()),
                tail.segment(start));
        byte[] bytes = HexFormat.of().parseHex(hex);
        long length = bytes.length < LENGTH
                ? 0
                : Integer.toUnsignedLong(
                        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt());
        return length == 0 || tail.end(start, length) <= received;
    }

    /** Where the next record begins after the end of the last one. */
    long start(long end) {
        long aligned = (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        return aligned + header(aligned);
    }

    /** Where a record ends that has this length without the headers of the pages that it crosses. */
    long end(long start, long length) {
        long position = start;
        long left = length;
        while (true) {
            long here = Math.min(left, pageSize - position % pageSize);
            position += here;
            left -= here;
            if (left == 0) {
                return position;
            }
            position += header(position);
        }
    }

    /** The part of a segment's file name that follows the timeline. */
    String segment(long position) {
        long perFile = (1L << 32) / segmentSize;
        long number = position / segmentSize;
        return "%08X%08X".formatted(number / perFile, number % perFile);
    }

    private long header(long position) {
        if (position % pageSize != 0) {
            return 0;
        }
        return position % segmentSize == 0 ? SEGMENT_HEADER : PAGE_HEADER;
    }
}
