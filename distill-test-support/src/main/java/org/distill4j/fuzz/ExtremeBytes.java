package org.distill4j.fuzz;

import java.util.List;

/** Bytes that break programs which trust a file. */
final class ExtremeBytes {
  static final List<Long> NUMBERS =
      List.of(
          0L,
          1L,
          2L,
          7L,
          255L,
          65_535L,
          (long) Integer.MAX_VALUE,
          Integer.MAX_VALUE - 8L,
          (long) Integer.MIN_VALUE,
          1L << 31,
          1L << 32,
          (1L << 32) + 1,
          -1L,
          Long.MAX_VALUE,
          Long.MIN_VALUE);

  static final List<String> TEXTS =
      List.of(
          "0",
          "-0",
          "1",
          "-1",
          "2",
          "1.5",
          "1e999",
          "-1e-999",
          "65536",
          "46341",
          "2147483647",
          "2147483648",
          "-2147483648",
          "4294967296",
          "4294967297",
          "9223372036854775807",
          "-9223372036854775808",
          "99999999999999999999999999",
          "0x10",
          "NaN",
          "null",
          "true",
          "\"\"",
          "[]",
          "{}");

  static final List<String> PIECES =
      List.of(
          "[",
          "]",
          "{",
          "}",
          "{\"a\":",
          "[1,",
          "(",
          "\"",
          "'",
          "\\",
          ",",
          ":",
          "- ",
          "\n ",
          "? ",
          "&a [*a",
          "<<: *a",
          "!!java.net.URL ",
          "../",
          "../../../../etc/passwd",
          "/etc/passwd",
          "C:\\",
          "\0",
          "\uFEFF",
          "\uD83D\uDE00",
          "é",
          "9",
          "PK\003\004");

  private ExtremeBytes() {}
}
