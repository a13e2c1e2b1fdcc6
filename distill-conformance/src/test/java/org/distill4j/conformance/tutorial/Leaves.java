package org.distill4j.conformance.tutorial;

import java.util.List;
import org.distill4j.tensor.HostTensor;

/** What a program is given when it runs. */
record Leaves(
    NamedArrays parameters, NamedArrays states, List<HostTensor> feeds, List<Double> scalars) {}
