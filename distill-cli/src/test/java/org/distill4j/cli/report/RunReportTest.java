package org.distill4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.model.SaliencyModel;
import org.distill4j.core.teacher.FunctionTeacher;
import org.distill4j.data.Dataset;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.EpochReport;
import org.distill4j.train.LossValues;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("The report of a run")
class RunReportTest {
  private static final String HOSTILE = "</title><script>alert('x')</script>&\"\u0001";

  private static EpochReport epoch(int number, double loss) {
    Map<String, Double> terms = new LinkedHashMap<>();
    terms.put("total", loss);
    terms.put("hint." + HOSTILE, Double.NaN);
    return new EpochReport(
        number, new LossValues(terms), Map.of("accuracy", 0.5), Duration.ofSeconds(1));
  }

  private static RunReport hostile() {
    return new RunReport(
        HOSTILE,
        Map.of(HOSTILE, List.of(epoch(1, 0.5), epoch(2, 0.25))),
        Map.of(HOSTILE, Map.of(HOSTILE, 1.5)),
        List.of("Too many are dead.\nMaybe " + HOSTILE),
        Optional.empty(),
        "a: 1 # " + HOSTILE,
        Map.of(HOSTILE, HOSTILE));
  }

  @Test
  @DisplayName("makes no markup of what users write")
  void escaped() {
    assertThat(hostile().html())
        .doesNotContain("<script", "\u0001", "alert('x')")
        .contains("<h1>&lt;/title&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;");
  }

  @Test
  @DisplayName("warns below the numbers")
  void warnings() {
    assertThat(hostile().html())
        .contains("<p class=\"warning\">Too many are dead.\nMaybe &lt;/title&gt;&lt;script&gt;");
  }

  @Test
  @DisplayName("asks nothing of any network")
  void selfContained() {
    assertThat(hostile().html())
        .contains("default-src 'none'")
        .doesNotContain("http:", "https:", "src=\"/", "href=", "url(", "@import");
  }

  @Test
  @DisplayName("shows charts that are valid XML, with a title and a description each")
  void charts() throws Exception {
    Matcher charts = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(hostile().html());
    int count = 0;
    while (charts.find()) {
      count++;
      byte[] xml = charts.group().getBytes(StandardCharsets.UTF_8);
      var root =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(xml))
              .getDocumentElement();
      assertThat(root.getElementsByTagName("title").getLength()).isPositive();
      assertThat(root.getElementsByTagName("desc").getLength()).isEqualTo(1);
    }
    assertThat(count).isEqualTo(3);
  }

  @Nested
  @DisplayName("compares student and teacher, whose")
  class Compared {
    private static final int EXAMPLES = 4;
    private static final float SURE = (float) Math.log(9);

    /**
     * Of the classes 0 and 1; the student takes the last example for the other, the teacher none.
     */
    private final Dataset data =
        InMemoryDataset.of(
            HostTensor.ofFloats(Shape.of(EXAMPLES, 64), new float[EXAMPLES * 64]),
            HostTensor.ofInts(Shape.of(EXAMPLES), 0, 0, 1, 1));

    private Predictions predictions(HostTensor inputs, float... first) {
      int rows = inputs.shape().dim(0);
      HostTensor logits = HostTensor.ofFloats(Shape.of(rows, 2), new float[rows * 2]);
      for (int i = 0; i < rows; i++) {
        logits.floats().put(2 * i, first[i]);
      }
      return Predictions.logits(logits);
    }

    private ExampleComparison comparison() {
      return comparison(data);
    }

    private ExampleComparison comparison(Dataset examples) {
      Predictor student =
          new Predictor() {
            @Override
            public Predictions predict(Map<String, HostTensor> inputs) {
              return predictions(inputs.values().iterator().next(), SURE, SURE, -SURE, SURE);
            }

            @Override
            public void close() {}
          };
      return ExampleComparison.compare(student, Optional.of(teacher()), examples).orElseThrow();
    }

    private Teacher teacher() {
      return FunctionTeacher.of(
          Map.of(Outputs.LOGITS, TensorSpec.floats(2)),
          "always right",
          batch ->
              predictions(batch.inputs().values().iterator().next(), SURE, SURE, -SURE, -SURE));
    }

    @Test
    @DisplayName("confusion and calibration are those worked by hand")
    void judged() {
      ClassifierResults student = comparison().student();

      // All answers have p = 9/10, in the bin from 13/15 to 14/15; three of four are right.
      assertThat(student.taken(0, 0)).isEqualTo(2);
      assertThat(student.taken(1, 0)).isEqualTo(1);
      assertThat(student.taken(1, 1)).isEqualTo(1);
      assertThat(student.reliability().count(13)).isEqualTo(4);
      assertThat(student.reliability().accuracy(13)).isEqualTo(0.75);
      assertThat(student.reliability().confidence(13)).isCloseTo(0.9, within(1e-6));
      assertThat(student.reliability().error()).isCloseTo(0.15, within(1e-6));
      assertThat(comparison().teacher().orElseThrow().reliability().error())
          .isCloseTo(0.1, within(1e-6));
    }

    @Test
    @DisplayName("strongest disagreements are named with what each said")
    void disagreements() {
      // KL((0.1, 0.9) ‖ (0.9, 0.1)) = 0.8 · ln 9.
      assertThat(comparison().disagreements())
          .singleElement()
          .satisfies(
              one -> {
                assertThat(one.index()).isEqualTo(3);
                assertThat(one.student()).isZero();
                assertThat(one.teacher()).isEqualTo(1);
                assertThat(one.divergence()).isCloseTo(0.8 * Math.log(9), within(1e-6));
              });
      RunReport report =
          new RunReport(
              "digits", Map.of(), Map.of(), List.of(), Optional.of(comparison()), "", Map.of());
      assertThat(report.html())
          .contains("<strong>Example 3</strong><br>label 1")
          .contains("teacher 1, 90.0 %", "student 0, 90.0 %", "KL 1.7578 nats")
          .contains("student, error 15.0 %", "src=\"data:image/png;base64,")
          .doesNotContain("saliency");
    }

    @Test
    @DisplayName("strongest disagreements show those of several inputs that are pictures")
    void severalInputs() {
      Map<String, HostTensor> inputs =
          Map.of(
              "picture", data.batch(0, 1, 2, 3).input(),
              "mask", HostTensor.ofInts(Shape.of(EXAMPLES, 1), new int[EXAMPLES]));
      ExampleComparison found =
          comparison(InMemoryDataset.of(inputs, data.batch(0, 1, 2, 3).labels()));
      assertThat(
              new RunReport(
                      "digits", Map.of(), Map.of(), List.of(), Optional.of(found), "", Map.of())
                  .html())
          .containsOnlyOnce("alt=\"example 3\"");
    }

    @Test
    @DisplayName("strongest disagreements show the size of what the answer depends on")
    void saliency() {
      float[] gradient = new float[64];
      gradient[9] = -2;
      gradient[10] = 1;
      Predictor saliency =
          new Predictor() {
            @Override
            public Predictions predict(Map<String, HostTensor> inputs) {
              return Predictions.of(
                  Map.of(SaliencyModel.SALIENCY, HostTensor.ofFloats(Shape.of(1, 64), gradient)));
            }

            @Override
            public void close() {}
          };
      ExampleComparison found = comparison().withSaliency(saliency);
      assertThat(found.saliency())
          .hasEntrySatisfying(3, sizes -> assertThat(sizes.floats().get(9)).isEqualTo(2));
      assertThat(
              new RunReport(
                      "digits", Map.of(), Map.of(), List.of(), Optional.of(found), "", Map.of())
                  .html())
          .contains("alt=\"example 3\"", "alt=\"saliency of example 3\"", "Beside each picture");
    }
  }

  @Test
  @DisplayName("draws examples with the least value black and the largest white")
  void picture() throws Exception {
    float[] values = new float[64];
    values[9] = 3;
    values[10] = -1;
    String uri =
        ExamplePicture.draw(HostTensor.ofFloats(Shape.of(1, 64), values)).orElseThrow().dataUri();
    byte[] png = Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1));
    var image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(image.getWidth()).isEqualTo(8);
    assertThat(image.getRGB(1, 1) & 0xffffff).isEqualTo(0xffffff);
    assertThat(image.getRGB(2, 1) & 0xffffff).isZero();
    assertThat(ExamplePicture.draw(HostTensor.ofFloats(Shape.of(1, 60), new float[60]))).isEmpty();
    assertThat(ExamplePicture.draw(HostTensor.ofInts(Shape.of(1, 64), new int[64]))).isEmpty();
    assertThat(ExamplePicture.draw(HostTensor.ofFloats(Shape.of(1, 3, 2, 2), new float[12])))
        .isPresent();
  }

  @Test
  @DisplayName("marks axes with round numbers that span the values")
  void scale() {
    AxisScale scale = AxisScale.of(List.of(0.31, 0.94));
    assertThat(scale.marks().stream().map(scale::text))
        .containsExactly("0.2", "0.4", "0.6", "0.8", "1.0");
    assertThat(AxisScale.of(List.of(2.0, 2.0)).marks()).hasSizeGreaterThan(1);
    assertThat(AxisScale.of(List.of()).marks()).hasSizeGreaterThan(1);
  }
}
