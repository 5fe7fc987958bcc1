import type { LaneForecast } from "../../src/core/model/forecast.ts";
import { tokenRangeText } from "../format/forecast.ts";
import { countText } from "../format/numbers.ts";
import type { Scale } from "../format/meter.ts";
import { Bar } from "./meter.tsx";
import { MeterFrame } from "./meter-frame.tsx";

interface Props {
  readonly forecast: LaneForecast;
  readonly scale: Scale;
}

/** The meter before a run: what will be sent, and the range of what may come. As tall as the meter that follows it. */
export function ForecastMeter({ forecast, scale }: Props) {
  const { inputTokens, outputTokens, cachedTokens } = forecast;
  return (
    <MeterFrame kind="forecast" caption="Forecast of tokens" columns={columns}>
      <tr aria-hidden="true">
        <td colSpan={4}>
          <Bar
            parts={[
              { fill: "f-input", size: inputTokens },
              { fill: "f-expect", size: outputTokens.low },
              { fill: "f-band", size: outputTokens.high - outputTokens.low },
            ]}
            scale={scale.tokens}
            isLive={false}
            kind=""
          />
        </td>
      </tr>
      <tr>
        <th scope="row">tokens</th>
        <td>≈ {countText(inputTokens)}</td>
        <td>{tokenRangeText(outputTokens)}</td>
        <td>{tokenRangeText(outputTokens, inputTokens)}</td>
      </tr>
      <tr aria-hidden="true">
        <td colSpan={4}>
          <Bar parts={[]} scale={1} isLive={false} kind="time" />
        </td>
      </tr>
      <tr>
        <th scope="row">likely</th>
        <td title="Input that the provider’s cache is likely to hold; it lowers the low end only">
          {cachedTokens > 0 && (
            <>
              <span class="muted">cached</span> ≈ {countText(cachedTokens)}
            </>
          )}
        </td>
        <td>≈ {countText(outputTokens.likely)}</td>
        <td>≈ {countText(inputTokens + outputTokens.likely)}</td>
      </tr>
    </MeterFrame>
  );
}

const columns = [
  ["input", "f-input"],
  ["output", "f-band"],
  ["total", null],
] as const;
