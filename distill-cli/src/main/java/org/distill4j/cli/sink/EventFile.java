package org.distill4j.cli.sink;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * TFRecords of a training's events. A record is the length of its data (uint64, little-endian), the
 * masked CRC-32C of the length, the data, and theirs.
 */
final class EventFile {
  /** The tag that the summary of each step has, and of no epoch. */
  static final String RATE = "learning-rate";

  private static final int STEP = 2 << 3;
  private static final int SUMMARY = 5 << 3 | 2;
  private static final int TIME = 1 << 3 | 1;
  private static final int MASK_DELTA = 0xa282ead8;
  private static final int MASK_SHIFT = 15;
  private static final int AROUND = Long.BYTES + 2 * Integer.BYTES;

  private EventFile() {}

  static byte[] record(byte[] data) {
    byte[] record = new byte[AROUND + data.length];
    ByteBuffer bytes = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(data.length);
    bytes.putInt(checksum(record, 0, Long.BYTES));
    bytes.put(data).putInt(checksum(data, 0, data.length));
    return record;
  }

  private static int checksum(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return Integer.rotateRight((int) crc.getValue(), MASK_SHIFT) + MASK_DELTA;
  }

  /** The bytes of a file from before a checkpoint, and the number of their epochs. */
  record Kept(long bytes, int epochs) {}

  /** Finds the first record that is after a step or an epoch, or that a kill cut off. */
  static Kept upTo(Path path, long step, int mostEpochs) throws IOException {
    long rest = Files.size(path);
    long bytes = 0;
    int epochs = 0;
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
      while (rest - bytes >= AROUND) {
        byte[] record = next(in, rest - bytes);
        int epoch = isEpoch(record) ? 1 : 0;
        if (record.length == 0 || step(record) > step || epochs + epoch > mostEpochs) {
          break;
        }
        bytes += record.length;
        epochs += epoch;
      }
    }
    return new Kept(bytes, epochs);
  }

  /** Returns the next record; empty if it is damaged. */
  private static byte[] next(DataInputStream in, long most) throws IOException {
    byte[] length = in.readNBytes(Long.BYTES);
    long size = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (size < 0 || size > most - AROUND || size > Integer.MAX_VALUE - AROUND) {
      return new byte[0];
    }
    byte[] rest = in.readNBytes((int) size + AROUND - Long.BYTES);
    byte[] data = Arrays.copyOfRange(rest, Integer.BYTES, Integer.BYTES + (int) size);
    byte[] expected = record(data);
    byte[] found = ByteBuffer.allocate(expected.length).put(length).put(rest).array();
    return Arrays.equals(expected, found) ? found : new byte[0];
  }

  private static ByteBuffer data(byte[] record) {
    int length = Math.max(0, record.length - AROUND);
    int from = Math.min(record.length, Long.BYTES + Integer.BYTES);
    return ByteBuffer.wrap(record, from, length);
  }

  /** The step of an event, which comes after its time; 0 for one without. */
  private static long step(byte[] record) {
    ByteBuffer data = afterTime(record);
    if (!data.hasRemaining() || data.get() != STEP) {
      return 0;
    }
    return varint(data);
  }

  private static long varint(ByteBuffer data) {
    long value = 0;
    for (int shift = 0; data.hasRemaining(); shift += 7) {
      byte next = data.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        break;
      }
    }
    return value;
  }

  private static ByteBuffer afterTime(byte[] record) {
    ByteBuffer data = data(record);
    boolean timed = data.remaining() > Double.BYTES && data.get(data.position()) == TIME;
    return timed ? data.position(data.position() + 1 + Double.BYTES) : data;
  }

  private static boolean isEpoch(byte[] record) {
    ByteBuffer data = afterTime(record);
    if (data.hasRemaining() && data.get() == STEP) {
      varint(data);
      boolean summary = data.hasRemaining() && data.get() == SUMMARY;
      return summary && !new String(record, StandardCharsets.ISO_8859_1).contains(RATE);
    }
    return false;
  }
}
