package org.distill4j.core.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The build's second run of these tests")
class JacksonVersionTest {
  @Test
  @DisplayName("has the Jackson that it is meant for, and no other")
  void version() {
    String wanted = System.getProperty("distill.jackson.version");
    assumeThat(wanted).as("set in the second run alone").isNotNull();

    assertThat(new ObjectMapper().version()).hasToString(wanted);
    assertThat(new JsonFactory().version()).hasToString(wanted);
  }
}
