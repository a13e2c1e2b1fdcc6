package org.distill4j.core.weights;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.distill4j.tensor.Half;

/** The types of a safetensors file's values, and their conversion to float32. */
enum SafeTensorsType {
  /** Rounded to float32. */
  F64(Double.BYTES) {
    @Override
    double read(ByteBuffer from) {
      return from.getDouble();
    }
  },
  F32(Float.BYTES) {
    @Override
    double read(ByteBuffer from) {
      return from.getFloat();
    }
  },
  F16(Short.BYTES) {
    @Override
    double read(ByteBuffer from) {
      return Half.toFloat(from.getShort());
    }
  },
  /** The upper half of a float32. */
  BF16(Short.BYTES) {
    @Override
    double read(ByteBuffer from) {
      return Float.intBitsToFloat(from.getShort() << Short.SIZE);
    }
  },
  /** The upper half of a half. */
  F8_E5M2(Byte.BYTES) {
    @Override
    double read(ByteBuffer from) {
      return Half.toFloat((short) (from.get() << Byte.SIZE));
    }
  },
  /** 4 bits of exponent, 3 of significand, no infinity (Micikevicius et al. 2022). */
  F8_E4M3(Byte.BYTES) {
    @Override
    double read(ByteBuffer from) {
      int bits = from.get();
      int exponent = bits >> 3 & 0xf;
      int significand = bits & 0x7;
      double size =
          exponent == 0
              ? Math.scalb((double) significand, -9)
              : Math.scalb(1 + significand / 8.0, exponent - 7);
      return (bits & 0x7f) == 0x7f ? Double.NaN : bits < 0 ? -size : size;
    }
  },
  I64(Long.BYTES) {
    @Override
    double read(ByteBuffer from) {
      return from.getLong();
    }
  },
  I32(Integer.BYTES) {
    @Override
    double read(ByteBuffer from) {
      return from.getInt();
    }
  },
  I16(Short.BYTES) {
    @Override
    double read(ByteBuffer from) {
      return from.getShort();
    }
  },
  I8(Byte.BYTES) {
    @Override
    double read(ByteBuffer from) {
      return from.get();
    }
  },
  U64(Long.BYTES) {
    @Override
    double read(ByteBuffer from) {
      long value = from.getLong();
      return value < 0 ? 0x1p64 : value;
    }
  },
  U32(Integer.BYTES) {
    @Override
    double read(ByteBuffer from) {
      return Integer.toUnsignedLong(from.getInt());
    }
  },
  U16(Short.BYTES) {
    @Override
    double read(ByteBuffer from) {
      return Short.toUnsignedInt(from.getShort());
    }
  },
  U8(Byte.BYTES) {
    @Override
    double read(ByteBuffer from) {
      return Byte.toUnsignedInt(from.get());
    }
  },
  /** 0 or 1. */
  BOOL(Byte.BYTES) {
    @Override
    double read(ByteBuffer from) {
      return from.get();
    }
  };

  private static final double EXACT = 1 << 24;
  private static final Set<SafeTensorsType> FLOATS = Set.of(F64, F32, F16, BF16, F8_E5M2, F8_E4M3);

  private final int bytes;

  SafeTensorsType(int bytes) {
    this.bytes = bytes;
  }

  static Optional<SafeTensorsType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /** Returns the length of a value. */
  int bytes() {
    return bytes;
  }

  /** Returns the next value. */
  abstract double read(ByteBuffer from);

  /**
   * Returns whether float32 can represent a value: whole numbers exactly, others if it does not
   * overflow.
   */
  boolean fits(double value) {
    boolean finite = Float.isFinite((float) value) || !Double.isFinite(value);
    return FLOATS.contains(this) ? finite : Math.abs(value) <= EXACT;
  }
}
