package org.distill4j.cli.config;

import org.distill4j.cli.kind.KindProvider;
import org.distill4j.cli.kind.KindRegistry;

/** Adds the kinds that the command line brings. */
public final class BuiltInKinds implements KindProvider {
  /** Called by {@link java.util.ServiceLoader}. */
  public BuiltInKinds() {}

  @Override
  public void addTo(KindRegistry registry) {
    DataKinds.addTo(registry);
    ModelKinds.addTo(registry);
    LayerKinds.addTo(registry);
    InitializerKinds.addTo(registry);
    TeacherKinds.addTo(registry);
    LossKinds.addTo(registry);
    ScheduleKinds.addTo(registry);
    OptimizerKinds.addTo(registry);
    CacheKeys.addTo(registry);
    SamplingKinds.addTo(registry);
    AugmentationKinds.addTo(registry);
    MetricKinds.addTo(registry);
  }
}
