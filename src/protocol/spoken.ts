import { PROTOCOL, type RequestRefusal, type SyncRequest, type SyncResponse } from '#core/sync/messages.ts';
import { downgradeRefusal, downgradeResponse, upgradeRequest, type SyncRequestV1, type SyncResponseV1 } from './v1.ts';
import { answerInV2, type SyncResponseV2 } from './v2.ts';

/** Versions of the protocol that today's server speaks, the newest first. */
export const SPOKEN = [PROTOCOL, 2, 1];

/** What a phone of some version asked; protocols 2 and 3 ask in the same words. */
type Asked = SyncRequest | SyncRequestV1;

export function inTodaysWords(asked: Asked): SyncRequest {
  return 'epoch' in asked ? { ...asked, protocol: PROTOCOL } : upgradeRequest(asked);
}

/** The answer in the version the phone speaks. */
export function answerInWordsOf(
  { protocol, cursor }: Asked,
  response: SyncResponse,
): SyncResponse | SyncResponseV2 | SyncResponseV1 {
  if (protocol === 1) return downgradeResponse(response, cursor);
  return protocol === 2 ? answerInV2(response) : response;
}

export function refusalInWordsOf({ protocol }: Asked, refusal: RequestRefusal): RequestRefusal {
  return protocol === 1 ? downgradeRefusal(refusal, SPOKEN) : refusal;
}
