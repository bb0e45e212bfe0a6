import type { PlanIdentity } from '../../domain/plan.ts';
import type { PacketArea } from '../../text/packet/packet.ts';
import { readPacket } from '../../text/packet/readPacket.ts';
import type { PlanDocument } from '../../text/planDocument.ts';

/** The areas that reviewers are asked about one by one; undefined where the plan is no packet or names none. */
export function askedAreas(plan: PlanIdentity, document: PlanDocument): readonly PacketArea[] | undefined {
  const areas = plan.kind === 'packet' ? readPacket(document).areas : [];
  return areas.length === 0 ? undefined : areas;
}
