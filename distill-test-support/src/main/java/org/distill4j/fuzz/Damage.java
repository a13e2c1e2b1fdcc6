package org.distill4j.fuzz;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Files with many kinds of damage. */
public final class Damage {
  private static final int MOST_CHANGES = 4;
  private static final int LONGEST_RANDOM = 600;

  private Damage() {}

  /**
   * Returns damaged files.
   *
   * @param valid files that can be read
   * @return mostly these with up to four changes, and sometimes random bytes
   */
  public static Arbitrary<byte[]> of(List<byte[]> valid) {
    Arbitrary<byte[]> changed =
        Combinators.combine(Arbitraries.of(valid), mutation().list().ofMaxSize(MOST_CHANGES))
            .as(Damage::change);
    Arbitrary<byte[]> random = Arbitraries.bytes().array(byte[].class).ofMaxSize(LONGEST_RANDOM);
    return Arbitraries.frequencyOf(Tuple.of(9, changed), Tuple.of(1, random));
  }

  private static byte[] change(byte[] file, List<Mutation> mutations) {
    byte[] changed = file;
    for (Mutation mutation : mutations) {
      changed = mutation.applyTo(changed);
    }
    return changed;
  }

  private static Arbitrary<Mutation> mutation() {
    return Arbitraries.oneOf(flip(), truncate(), number(), digits(), insert(), splice());
  }

  private static Arbitrary<Integer> place() {
    return Arbitraries.integers()
        .between(0, 1 << 20)
        .withDistribution(net.jqwik.api.RandomDistribution.uniform());
  }

  private static Arbitrary<Mutation> flip() {
    return Combinators.combine(place(), Arbitraries.integers().between(0, 7))
        .as(Mutation.Flip::new);
  }

  private static Arbitrary<Mutation> truncate() {
    return place().map(Mutation.Truncate::new);
  }

  private static Arbitrary<Mutation> number() {
    return Combinators.combine(
            Arbitraries.oneOf(place(), Arbitraries.integers().between(0, 40)),
            Arbitraries.of(1, 2, 4, 8),
            Arbitraries.of(true, false),
            Arbitraries.oneOf(Arbitraries.of(ExtremeBytes.NUMBERS), Arbitraries.longs()))
        .as(Mutation.Field::new);
  }

  private static Arbitrary<Mutation> digits() {
    return Combinators.combine(place(), Arbitraries.of(ExtremeBytes.TEXTS))
        .as(Mutation.Digits::new);
  }

  private static Arbitrary<Mutation> insert() {
    return Combinators.combine(
            place(), Arbitraries.of(ExtremeBytes.PIECES), Arbitraries.of(1, 2, 60, 3000))
        .as(Mutation.Insert::new);
  }

  private static Arbitrary<Mutation> splice() {
    return Combinators.combine(
            place(), Arbitraries.integers().between(1, 64), place(), Arbitraries.of(true, false))
        .as(Mutation.Splice::new);
  }
}
