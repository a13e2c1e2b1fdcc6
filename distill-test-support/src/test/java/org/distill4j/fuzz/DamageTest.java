package org.distill4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

@Label("Damaged files")
class DamageTest {
  private static final byte[] VALID = "length=12;".getBytes(StandardCharsets.US_ASCII);

  /** Four changes, each of which adds the longest piece 3,000 times at most. */
  private static final int LONGEST = 4 * 3000 * 32;

  @Provide
  Arbitrary<byte[]> damaged() {
    return Damage.of(List.of(VALID));
  }

  @Property
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  @Label("are small, and most of them differ from what they were made of")
  void small(@ForAll("damaged") byte[] file) {
    assertThat(file).hasSizeLessThan(LONGEST);
    Statistics.collect(Arrays.equals(file, VALID));
    Statistics.coverage(found -> found.check(false).percentage(share -> share > 50));
  }
}
