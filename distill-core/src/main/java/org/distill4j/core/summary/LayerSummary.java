package org.distill4j.core.summary;

import org.distill4j.tensor.Shape;

/**
 * One layer of a model. The counts are the layer's own: what the layers inside it have is counted
 * there, so that the layers of a model add up to it.
 *
 * @param path the layer's path
 * @param kind what it is
 * @param output the shape that it gives for one example, without the batch axis
 * @param parameters the number of trained values
 * @param flops the floating-point operations for one example
 */
public record LayerSummary(String path, String kind, Shape output, long parameters, long flops) {}
